package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Its calls in the order in which the reader makes them; on a real broker: CommitsIT. */
class OffsetCommitsTest {

  private static final TopicPartition FIRST = new TopicPartition("tasks", 0);
  private static final TopicPartition SECOND = new TopicPartition("tasks", 1);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Committing client = new Committing();
  private final Partitions partitions = new Partitions();
  private long now;
  private final OffsetCommits commits = new OffsetCommits(client, partitions, INTERVAL, () -> now);

  @BeforeEach
  void assign() {
    partitions.assigned(List.of(FIRST, SECOND));
  }

  @Test
  void offsetOfWhatIsDone_isCommittedOnce() {
    done(FIRST, 4);

    intervalPasses();
    client.answer(null);
    intervalPasses();

    assertThat(client.asked).containsExactly(Map.of(FIRST, new OffsetAndMetadata(5)));
  }

  @Test
  void beforeTheIntervalIsOver_nothingIsCommitted() {
    done(FIRST, 4);
    now += INTERVAL.toNanos() - 1;

    commits.soon();

    assertThat(client.asked).isEmpty();
    assertThat(commits.untilNext()).isEqualTo(Duration.ofNanos(1));
  }

  @Test
  void refusedCommit_isMadeAgain_withNothingElseHappening() {
    done(FIRST, 4);
    intervalPasses();

    client.answer(new RebalanceInProgressException("as if"));
    intervalPasses();
    client.answer(null);

    assertThat(client.asked).hasSize(2).containsOnly(Map.of(FIRST, new OffsetAndMetadata(5)));
    assertThat(partitions.due()).isEmpty();
  }

  @Test
  void commitWithoutAnswerYet_isNotMadeTwice_norWaitedForWithoutRest() {
    done(FIRST, 4);

    intervalPasses();
    intervalPasses();

    assertThat(client.asked).hasSize(1);
    assertThat(commits.untilNext()).isEqualTo(INTERVAL);
  }

  @Test
  void partitionTakenAway_isCommittedAtOnce_theOthersAreNot() {
    done(FIRST, 4);
    done(SECOND, 7);

    commits.now(partitions.revoked(List.of(SECOND)));

    assertThat(client.committedAtOnce).containsExactly(Map.of(SECOND, new OffsetAndMetadata(8)));
    assertThat(partitions.next()).containsOnlyKeys(FIRST);
  }

  @Test
  void partitionLost_whoseCommitIsRefused_isLeft_andNobodyHearsOfIt() {
    for (KafkaException refusal :
        List.of(new CommitFailedException(), new KafkaException("Unexpected error in commit"))) {
      partitions.assigned(List.of(FIRST));
      done(FIRST, 4);
      client.refusals.add(refusal);

      commits.now(partitions.revoked(List.of(FIRST)));

      assertThat(client.committedAtOnce).isEmpty();
      assertThat(partitions.next()).doesNotContainKey(FIRST);
    }
  }

  @Test
  void wakeThatMeetsTheLastCommit_doesNotPreventIt() {
    done(FIRST, 4);
    client.refusals.add(new WakeupException());

    commits.now(partitions.allRevoked());

    assertThat(client.committedAtOnce).containsExactly(Map.of(FIRST, new OffsetAndMetadata(5)));
  }

  @Test
  void recordOfAnEarlierTime_isNotCounted() {
    Progress before = partitions.of(FIRST);
    before.received(4, "record");
    partitions.revoked(List.of(FIRST));
    partitions.assigned(List.of(FIRST));
    partitions.of(FIRST).received(4, "record, read again");

    before.done(4, "record");

    assertThat(partitions.due()).isEmpty();
    assertThat(before.isCurrent()).isFalse();
  }

  @Test
  void end_commitsAllThatIsDone_once() {
    done(FIRST, 4);
    done(SECOND, 7);

    commits.now(partitions.allRevoked());
    commits.now(partitions.revoked(List.of(FIRST, SECOND))); // as the client does when it closes

    assertThat(client.committedAtOnce)
        .containsExactly(Map.of(FIRST, new OffsetAndMetadata(5), SECOND, new OffsetAndMetadata(8)));
  }

  private void intervalPasses() {
    now += INTERVAL.toNanos();
    commits.soon();
  }

  private void done(TopicPartition partition, long offset) {
    Progress progress = partitions.of(partition);
    progress.received(offset, "record");
    progress.done(offset, "record");
  }

  /** Kafka's own double, which here notes what it is asked and answers when it is told to. */
  private static final class Committing extends MockConsumer<byte[], byte[]> {

    private final List<Map<TopicPartition, OffsetAndMetadata>> asked = new ArrayList<>();
    private final List<Map<TopicPartition, OffsetAndMetadata>> committedAtOnce = new ArrayList<>();
    private final List<KafkaException> refusals = new ArrayList<>();
    private OffsetCommitCallback callback;

    Committing() {
      super("earliest");
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback then) {
      asked.add(offsets);
      callback = then;
    }

    void answer(Exception failure) {
      callback.onComplete(asked.getLast(), failure);
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      if (!refusals.isEmpty()) {
        throw refusals.removeFirst();
      }
      committedAtOnce.add(offsets);
    }
  }
}
