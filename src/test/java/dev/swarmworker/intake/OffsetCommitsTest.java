package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.impl.KafkaRecordHelper;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Its calls in the order in which the connector makes them; on a real broker: CommitsIT. */
class OffsetCommitsTest {

  private static final TopicPartition FIRST = new TopicPartition("tasks", 0);
  private static final TopicPartition SECOND = new TopicPartition("tasks", 1);

  private final Committing client = new Committing();
  private final Partitions partitions = new Partitions();
  private final OffsetCommits commits =
      new OffsetCommits(connector(client), partitions, new Refusals(System::nanoTime));

  @BeforeEach
  void assign() {
    commits.partitionsAssigned(List.of(FIRST, SECOND));
  }

  @Test
  void offsetOfWhatIsDone_isCommittedOnce() {
    done(FIRST, 4);

    commits.commitSoon();
    client.answer(null);
    commits.commitSoon();

    assertThat(client.asked).containsExactly(Map.of(FIRST, new OffsetAndMetadata(5)));
  }

  @Test
  void refusedCommit_isMadeAgain_withNothingElseHappening() {
    done(FIRST, 4);
    commits.commitSoon();

    client.answer(new RebalanceInProgressException("as if"));
    commits.commitSoon();
    client.answer(null);

    assertThat(client.asked).hasSize(2).containsOnly(Map.of(FIRST, new OffsetAndMetadata(5)));
    assertThat(partitions.due()).isEmpty();
  }

  @Test
  void commitWithoutAnswerYet_isNotMadeTwice() {
    done(FIRST, 4);

    commits.commitSoon();
    commits.commitSoon();

    assertThat(client.asked).hasSize(1);
  }

  @Test
  void partitionTakenAway_isCommittedAtOnce_theOthersAreNot() {
    done(FIRST, 4);
    done(SECOND, 7);

    commits.partitionsRevoked(List.of(SECOND));

    assertThat(client.committedAtOnce).containsExactly(Map.of(SECOND, new OffsetAndMetadata(8)));
    assertThat(partitions.next()).containsOnlyKeys(FIRST);
  }

  @Test
  void partitionLost_whoseCommitIsRefused_isLeft_andNobodyHearsOfIt() {
    for (KafkaException refusal :
        List.of(new CommitFailedException(), new KafkaException("Unexpected error in commit"))) {
      commits.partitionsAssigned(List.of(FIRST));
      done(FIRST, 4);
      client.refusal = refusal;

      commits.partitionsRevoked(List.of(FIRST));

      assertThat(partitions.next()).doesNotContainKey(FIRST);
    }
  }

  @Test
  void recordOfAnEarlierTime_isNotCounted() {
    IncomingKafkaRecord<byte[], byte[]> before = received(FIRST, 4);
    commits.partitionsRevoked(List.of(FIRST));
    commits.partitionsAssigned(List.of(FIRST));
    received(FIRST, 4);

    acknowledge(before);

    assertThat(partitions.due()).isEmpty();
  }

  @Test
  void end_commitsAllThatIsDone_once() {
    done(FIRST, 4);
    done(SECOND, 7);

    commits.terminate(false);
    commits.partitionsRevoked(Set.of(FIRST, SECOND)); // as the client does when it closes

    assertThat(client.committedAtOnce)
        .containsExactly(Map.of(FIRST, new OffsetAndMetadata(5), SECOND, new OffsetAndMetadata(8)));
  }

  private void done(TopicPartition partition, long offset) {
    acknowledge(received(partition, offset));
  }

  private IncomingKafkaRecord<byte[], byte[]> received(TopicPartition partition, long offset) {
    ConsumerRecord<byte[], byte[]> read =
        new ConsumerRecord<>(
            partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
    KafkaRecordHelper.addGenerationIdToHeaders(
        read, client.groupMetadata()); // as the connector does
    var record = new IncomingKafkaRecord<>(read, "tasks", 0, commits, null, false);
    return commits.received(record).await().indefinitely();
  }

  private void acknowledge(IncomingKafkaRecord<byte[], byte[]> record) {
    commits.handle(record).await().indefinitely();
  }

  /** The client as the connector lends it; the calling thread stands for the polling one. */
  @SuppressWarnings("unchecked")
  private static KafkaConsumer<byte[], byte[]> connector(Committing client) {
    return (KafkaConsumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            OffsetCommitsTest.class.getClassLoader(),
            new Class<?>[] {KafkaConsumer.class},
            (_, method, args) -> {
              if (method.getName().equals("unwrap")) {
                return client;
              }
              assertThat(method.getName()).isEqualTo("runOnPollingThread");
              ((Consumer<Object>) args[0]).accept(client);
              return Uni.createFrom().voidItem();
            });
  }

  /** Kafka's own double, which here notes what it is asked and answers when it is told to. */
  private static final class Committing extends MockConsumer<byte[], byte[]> {

    private final List<Map<TopicPartition, OffsetAndMetadata>> asked = new ArrayList<>();
    private final List<Map<TopicPartition, OffsetAndMetadata>> committedAtOnce = new ArrayList<>();
    private OffsetCommitCallback callback;
    private KafkaException refusal;

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
        Map<TopicPartition, OffsetAndMetadata> offsets, java.time.Duration timeout) {
      if (refusal != null) {
        throw refusal;
      }
      committedAtOnce.add(offsets);
    }
  }
}
