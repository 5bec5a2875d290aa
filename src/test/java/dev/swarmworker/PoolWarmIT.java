package dev.swarmworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code swarm.pool.warm}: whether connections are open before the first task needs one. */
class PoolWarmIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private static LocalEnvironment environment;
  private static FakeAnthropic anthropic;

  @BeforeAll
  static void start() {
    environment = LocalEnvironment.start();
    anthropic = environment.anthropic().orElseThrow();
  }

  @AfterAll
  static void stop() {
    environment.close();
  }

  @Test
  void warm_opensAsManyAsAreKeptAtLeast() {
    int before = anthropic.connectionsOpened();
    try (WorkerProcess worker = worker("warm", true)) {
      await().atMost(SOON).until(() -> anthropic.connectionsOpened() - before == 2);
      await().atMost(SOON).until(() -> opened(worker) == 2);
    }
  }

  @Test
  void notWarm_opensNoneUntilATaskNeedsOne() {
    int before = anthropic.connectionsOpened();
    try (WorkerProcess worker = worker("cold", false);
        Topics topics = new Topics(environment.kafka().orElseThrow().bootstrapServers())) {
      await("longer than warming takes")
          .during(Duration.ofSeconds(3))
          .atMost(SOON)
          .until(() -> opened(worker) == 0 && anthropic.connectionsOpened() == before);

      topics.send("{'id':'cold-1','type':'coding','objective':'Do.'}");

      await().atMost(SOON).until(() -> topics.resultOf("cold-1") != null);
      assertThat(opened(worker)).isEqualTo(1);
    }
  }

  private static WorkerProcess worker(String name, boolean warm) {
    Map<String, String> settings = new HashMap<>();
    settings.put("SWARM_POOL_MIN", "2");
    settings.put("SWARM_POOL_WARM", String.valueOf(warm));
    return WorkerProcess.ready(name, environment, settings);
  }

  private static int opened(WorkerProcess worker) {
    return Topics.json(worker.get("/stats").body().getBytes(UTF_8))
        .path("connectionPool")
        .path("opened")
        .asInt();
  }
}
