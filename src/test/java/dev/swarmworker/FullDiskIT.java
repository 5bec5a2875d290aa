package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose artifact folder is a disk of 1 MiB, and tasks that are too much for it. */
class FullDiskIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Mounts a small disk that this process alone sees, and becomes the worker. */
  private static final List<String> ON_A_SMALL_DISK =
      List.of(
          "unshare",
          "--map-root-user",
          "--mount",
          "sh",
          "-c",
          "mount -t tmpfs -o size=1m tmpfs \"$SWARM_FILES_DIR\" && exec \"$@\"",
          "sh");

  @TempDir Path disk;

  @BeforeAll
  static void mayMount() {
    boolean may =
        succeeds("unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
    if (System.getenv("CI") != null) {
      assertThat(may)
          .as("unshare --map-root-user --mount works, as it must where CI is set")
          .isTrue();
    }
    assumeTrue(may, "no small disk can be mounted here: unshare --map-root-user --mount fails");
  }

  @Test
  void outputsWithoutRoom_stayInTheirResultsOrFail_andNoOtherTaskDoes() {
    try (LocalEnvironment environment = LocalEnvironment.start();
        WorkerProcess worker =
            WorkerProcess.ready("full", environment, settings(), ON_A_SMALL_DISK);
        Topics topics = new Topics(environment.kafka().orElseThrow().bootstrapServers())) {
      JsonNode first = run(topics, "disk-1", 600_000);
      JsonNode tooMuch = run(topics, "disk-2", 600_000);
      JsonNode fitsTheTopic = run(topics, "disk-3", 470_000);
      JsonNode small = run(topics, "disk-4", 500);
      JsonNode fitsTheDisk = run(topics, "disk-5", 200_000);

      assertInFile(worker, first, 600_000);
      assertThat(tooMuch.path("status").asText()).isEqualTo("failed");
      assertThat(tooMuch.path("error").path("code").asText()).isEqualTo("ARTIFACT_FAILED");
      assertThat(tooMuch.path("error").path("message").asText()).contains("the disk is full");
      assertThat(fitsTheTopic.path("status").asText()).isEqualTo("completed");
      assertThat(fitsTheTopic.path("output").asText()).hasSize(470_000);
      assertThat(small.path("output").asText()).hasSize(500);
      assertInFile(worker, fitsTheDisk, 200_000);
      assertThat(worker.get("/events?limit=1000").body())
          .containsOnlyOnce("artifact.unwritten")
          .contains("the disk is full");
      assertThat(worker.managementStatus("/q/health/ready")).isEqualTo(200);
      await().atMost(SOON).until(() -> topics.lag() == 0);
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("SWARM_FILES_DIR", disk.toString());
    settings.put("SWARM_FILES_INLINE_LIMIT", "1KiB");
    settings.put("SWARM_RESULT_MAX_BYTES", "500000");
    return settings;
  }

  private static JsonNode run(Topics topics, String id, int size) {
    topics.send(
        "{'id':'%s','type':'coding','objective':'[fake id=%s size=%d]'}".formatted(id, id, size));
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return topics.resultOf(id);
  }

  private static void assertInFile(WorkerProcess worker, JsonNode result, int size) {
    assertThat(result.path("output").asText("none")).isEmpty();
    String path = result.path("artifact").path("path").asText();
    assertThat(worker.get("/artifacts/" + path).body()).hasSize(size);
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException _) {
      return false; // there is no such program
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
