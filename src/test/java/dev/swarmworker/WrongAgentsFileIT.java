package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of agents that is of no use at the start ends it, as any other setting would. */
class WrongAgentsFileIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void fileThatIsNotThere_orWrong_stopsTheStart_namingTheKey() throws IOException {
    Path missing = folder.resolve("missing");
    Path wrong =
        Files.writeString(
            folder.resolve("wrong"),
            """
            swarm.agents.poet.capabilities=poetry
            swarm.agents.poet.api-key=sk-never-to-be-told
            swarm.agents.poet.max-concurrency=0
            """);

    assertThat(saidAtItsEnd(Map.of("SWARM_CATALOG_FILE", missing.toString())))
        .contains("swarm.catalog.file is '" + missing + "': a file that can be read is allowed");
    assertThat(saidAtItsEnd(Map.of("SWARM_CATALOG_FILE", wrong.toString())))
        .contains("swarm.agents.poet.max-concurrency is '0': 1 to 100000 is allowed")
        .doesNotContain("never-to-be-told");
    assertThat(saidAtItsEnd(Map.of("SWARM_CATALOG_INTERVAL", "1ms")))
        .contains("swarm.catalog.interval is PT0.001S, must be 100ms to 1h");
  }

  /** Nobody answers there; a worker that got so far would wait, and never end by itself. */
  private static String saidAtItsEnd(Map<String, String> wrong) {
    Map<String, String> settings = new HashMap<>(wrong);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    settings.put("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1");
    settings.put("ANTHROPIC_API_KEY", "k");
    try (WorkerProcess worker = WorkerProcess.start("wrong", settings)) {
      assertThat(worker.awaitExit(SOON)).as(worker.log()).isEqualTo(1);
      assertThat(worker.log()).doesNotContain("\tat ");
      return worker.log();
    }
  }
}
