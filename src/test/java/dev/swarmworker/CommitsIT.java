package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.HeldAssignor;
import dev.swarmworker.support.OtherMember;
import dev.swarmworker.support.Tasks;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of offsets while the group's partitions are being shared out anew. */
class CommitsIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int PARTITIONS = 6;

  @Test
  void commitRefusedDuringARebalance_isMadeAfterIt() {
    try (LocalEnvironment environment = LocalEnvironment.start();
        OtherMember leader =
            OtherMember.alone(environment.kafka().orElseThrow().bootstrapServers(), PARTITIONS);
        WorkerProcess worker =
            WorkerProcess.ready(
                "commits", environment, Map.of("KAFKA_CONSUMER_HEARTBEAT_INTERVAL_MS", "500"));
        Topics topics = new Topics(environment.kafka().orElseThrow().bootstrapServers())) {
      topics.awaitMembers(2);
      List<Integer> partitions = leader.partitionsOfOthers();
      assertThat(partitions).hasSize(PARTITIONS / 2);

      // Given a rebalance that stands still once all have joined, so that no commit is taken
      try (HeldAssignor.Hold hold = HeldAssignor.hold()) {
        leader.rebalance();
        hold.awaitAssigning();
        for (int partition : partitions) {
          topics.sendTo(partition, Tasks.task("held-" + partition, "latency=10ms"));
        }
        await()
            .atMost(SOON)
            .until(() -> partitions.stream().allMatch(p -> topics.hasResultOf("held-" + p)));
        await("commits refused, over several times of theirs")
            .during(Duration.ofSeconds(4))
            .atMost(SOON)
            .untilAsserted(() -> assertThat(committed(topics, partitions)).isZero());
      }

      // Then what was refused is committed, although nothing more happens in these partitions
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(committed(topics, partitions)).isEqualTo(partitions.size()));
      assertThat(leader.partitionsOfOthers()).as("the worker kept its own").isEqualTo(partitions);
      assertThat(worker.hasExited()).isFalse();
    }
  }

  private static long committed(Topics topics, List<Integer> partitions) {
    Map<Integer, Long> committed = topics.committed();
    return partitions.stream().mapToLong(committed::get).sum();
  }
}
