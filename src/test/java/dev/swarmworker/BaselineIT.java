package dev.swarmworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code QUARKUS_PROFILE=baseline}: everything that makes the worker quick is off, whatever else is
 * set.
 */
class BaselineIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Has several agents for each type, so that turns are seen; each agent is asked twice. */
  private static final int TASKS = 14;

  @TempDir private Path folder;

  @Test
  void baseline_runsOneTaskAtATime_eachOverAConnectionOfItsOwn() {
    List<String> ids = IntStream.range(0, TASKS).mapToObj(i -> "base-" + i).toList();
    try (LocalEnvironment environment = LocalEnvironment.start();
        WorkerProcess worker = WorkerProcess.ready("base", environment, settings());
        Topics topics = new Topics(environment.kafka().orElseThrow().bootstrapServers())) {
      FakeAnthropic anthropic = environment.anthropic().orElseThrow();
      assertThat(anthropic.connectionsOpened()).as("none is warmed").isZero();

      // Equal calls, long enough an answer to be streamed, too long to stay in a result.
      ids.forEach(
          id ->
              topics.send(
                  "{'id':'%s','type':'analysis','constraints':{'maxTokens':200000},'objective':'[fake id=base latency=50ms size=300000]'}"
                      .formatted(id)));

      await().atMost(SOON).until(() -> ids.stream().allMatch(id -> topics.resultOf(id) != null));
      assertThat(ids)
          .allSatisfy(
              id -> {
                assertThat(topics.resultOf(id).path("cached").asBoolean(true)).isFalse();
                assertThat(topics.resultOf(id).path("output").asText()).hasSize(300_000);
              });
      assertThat(tasksByAgent(ids, topics))
          .as("agents in turn")
          .hasSizeGreaterThan(2)
          .allSatisfy((agent, tasks) -> assertThat(tasks).isEqualTo(2));
      assertThat(folder).isEmptyDirectory();
      assertThat(anthropic.calls("base")).isEqualTo(TASKS);
      assertThat(anthropic.connectionsOpened()).isEqualTo(TASKS);
      assertThat(anthropic.maxConcurrent()).isEqualTo(1);
      assertThat(anthropic.lastRequest("base").body()).doesNotContain("\"stream\"");
      JsonNode stats = Topics.json(worker.get("/stats").body().getBytes(UTF_8));
      assertThat(stats.path("connectionPool").path("opened").asInt()).isEqualTo(TASKS);
      assertThat(stats.path("connectionPool").path("reuse").asDouble()).isZero();
      assertThat(stats.path("executor").path("concurrency").asInt()).isEqualTo(1);
      await().atMost(SOON).until(() -> anthropic.openConnections() == 0);
    }
  }

  /** What a deployment sets for its ordinary workers must not change what the profile is. */
  private Map<String, String> settings() {
    return Map.of(
        "QUARKUS_PROFILE", "baseline",
        "SWARM_EXECUTOR_CONCURRENCY", "50",
        "SWARM_POOL_MIN", "2",
        "SWARM_POOL_MAX", "50",
        "SWARM_CACHE_ENABLED", "true",
        "SWARM_FILES_DIR", folder.toString(),
        "SWARM_FILES_INLINE_LIMIT", "1KiB",
        "SWARM_SELECTION_POLICY", "least-loaded");
  }

  private static Map<String, Long> tasksByAgent(List<String> ids, Topics topics) {
    return ids.stream()
        .map(id -> topics.resultOf(id).path("agentId").asText())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
