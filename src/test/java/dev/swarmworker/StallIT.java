package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Tasks;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.Test;

/** Liveness of a worker that has nothing to do, and of one that gets nothing although it waits. */
class StallIT {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String CONSUMER = "swarm-worker-tasks";

  @Test
  void nothingToDo_staysLive_andLagOfWhichNothingComes_endsLiveness() throws Exception {
    Map<String, String> settings = Map.of("SWARM_MONITOR_STALL_LIMIT", LIMIT.toSeconds() + "s");
    try (LocalEnvironment environment = LocalEnvironment.start();
        WorkerProcess worker = WorkerProcess.ready("stall", environment, settings);
        Topics topics = new Topics(servers(environment));
        Admin admin = Admin.create(Map.of("bootstrap.servers", servers(environment)))) {
      topics.awaitMembers(1);

      // Given nothing to do, for several times the limit
      await("liveness of the idle")
          .during(LIMIT.multipliedBy(3))
          .atMost(SOON)
          .until(() -> liveness(worker) == 200);

      // And a call that runs for long, which is no excuse for taking nothing in
      topics.send(Tasks.task("long", "latency=10m"));
      await("the long call")
          .atMost(SOON)
          .until(() -> environment.anthropic().orElseThrow().calls("long") == 1);

      // When the broker answers each fetch with nothing: the consumer lives, and stays a member
      holdBackFetches(admin, 1.0);
      List<String> ids = new ArrayList<>();

      // Then it counts as stalled, and another that takes its place does what it left
      await("liveness ends, while more and more wait")
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                ids.add("stall-" + ids.size());
                topics.send(Tasks.task(ids.getLast(), "latency=10ms"));
                return liveness(worker) == 503;
              });
      assertThat(ids).as("some wait").anyMatch(id -> !topics.hasResultOf(id));
      topics.awaitMembers(1);
      holdBackFetches(admin, null);
      worker.kill();
      try (WorkerProcess next = WorkerProcess.ready("next", environment, settings)) {
        await("all done").atMost(SOON).until(() -> ids.stream().allMatch(topics::hasResultOf));
        topics.awaitMembers(1);
        assertThat(liveness(next)).isEqualTo(200);
      }
    }
  }

  private static String servers(LocalEnvironment environment) {
    return environment.kafka().orElseThrow().bootstrapServers();
  }

  private static int liveness(WorkerProcess worker) {
    return worker.managementStatus("/q/health/live");
  }

  /** Sets how many bytes a second the consumer may fetch; null: as many as it likes. */
  private static void holdBackFetches(Admin admin, Double bytesPerSecond)
      throws ExecutionException, InterruptedException {
    admin
        .alterClientQuotas(
            List.of(
                new ClientQuotaAlteration(
                    new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, CONSUMER)),
                    List.of(new ClientQuotaAlteration.Op("consumer_byte_rate", bytesPerSecond)))))
        .all()
        .get();
  }
}
