package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who looks for warnings in the log finds those that mean something. */
class QuietStartIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void workerRightlyConfigured_startsAndServes_withoutAWarning() {
    try (LocalEnvironment environment = LocalEnvironment.start();
        WorkerProcess worker = WorkerProcess.ready("quiet", environment, Map.of());
        Topics topics = new Topics(environment.kafka().orElseThrow().bootstrapServers())) {
      topics.send("{'id':'quiet-1','type':'coding','objective':'[fake id=quiet-1]'}");
      await().atMost(SOON).until(() -> topics.resultOf("quiet-1") != null);
      assertThat(worker.get("/stats").statusCode()).isEqualTo(200);
      assertThat(worker.managementStatus("/q/metrics")).isEqualTo(200);

      assertThat(worker.log()).contains("started in").containsOnlyOnce("the API asks nobody");
      assertThat(worker.log().lines()).noneMatch(line -> line.matches(".* (WARN|ERROR|FATAL) .*"));
    }
  }
}
