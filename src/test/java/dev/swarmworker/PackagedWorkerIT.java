package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.EmbeddedRedis;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged worker as a process of its own: how it ends, and what becomes of its tasks. */
class PackagedWorkerIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int PARTITIONS = 6;

  private static LocalEnvironment environment;
  private static FakeAnthropic anthropic;

  private Topics topics;

  @BeforeAll
  static void startEnvironment() {
    environment = LocalEnvironment.start();
    anthropic = environment.anthropic().orElseThrow();
  }

  @AfterAll
  static void stopEnvironment() {
    environment.close();
  }

  @BeforeEach
  void open() {
    topics = new Topics(environment.kafka().orElseThrow().bootstrapServers());
    // Those an earlier test killed would have partitions of this one's workers.
    topics.awaitMembers(0);
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void sigterm_finishesWhatRuns_andLeavesTheRestToTheNext() {
    List<String> ids = IntStream.range(0, 42).mapToObj(i -> "term-" + i).toList();
    Map<Integer, Long> before;
    try (WorkerProcess worker = WorkerProcess.ready("first", environment, Map.of())) {
      topics.awaitMembers(1);
      await().atMost(SOON).until(() -> topics.lag() == 0);
      before = topics.ends();
      for (int i = 0; i < ids.size(); i++) {
        topics.sendTo(i % PARTITIONS, task(ids.get(i), "latency=3s"));
      }
      await().atMost(SOON).until(() -> ids.stream().anyMatch(id -> anthropic.calls(id) == 1));

      worker.terminate();

      assertThat(worker.awaitExit(Duration.ofSeconds(40))).as(worker.log()).isIn(0, 143);
    }
    Map<Integer, Long> committed = topics.committed();
    topics.awaitResultsRead();
    assertThat(ids.stream().filter(this::isDone).count()).isBetween(1L, 41L);
    assertThat(committed).isNotEqualTo(before).isEqualTo(behindTheDone(ids, before));
    try (WorkerProcess _ = WorkerProcess.ready("second", environment, Map.of())) {
      await().atMost(SOON).until(() -> ids.stream().allMatch(this::isDone));
      await().atMost(SOON).until(() -> topics.lag() == 0);
    }
    assertThat(ids).allSatisfy(id -> assertThat(anthropic.calls(id)).isEqualTo(1));
  }

  /** The offset in each partition up to which all is done, of tasks dealt out to them in turn. */
  private Map<Integer, Long> behindTheDone(List<String> ids, Map<Integer, Long> before) {
    return before.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                first ->
                    first.getValue()
                        + IntStream.iterate(
                                first.getKey(), i -> i < ids.size(), i -> i + PARTITIONS)
                            .takeWhile(i -> isDone(ids.get(i)))
                            .count()));
  }

  @Test
  void taskOutlastingTheGrace_isGivenBackAtOnce() {
    try (WorkerProcess worker =
        WorkerProcess.ready(
            "hasty",
            environment,
            Map.of("SWARM_EXECUTOR_DRAIN_TIMEOUT", "1S", "SWARM_STATE_LEASE", "10M"))) {
      topics.send(task("grace-1", "latency=20s times=1"));
      await().atMost(SOON).until(() -> anthropic.calls("grace-1") == 1);
      worker.terminate();
      worker.awaitExit(Duration.ofSeconds(30));
    }
    try (WorkerProcess _ = WorkerProcess.ready("patient", environment, Map.of())) {
      // The first one's lease would have lasted ten minutes.
      await().atMost(SOON).until(() -> anthropic.calls("grace-1") == 2);
      await().atMost(SOON).until(() -> topics.resultOf("grace-1") != null);
    }
    JsonNode result = topics.resultOf("grace-1");
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("attempts").asInt()).isEqualTo(2);
    assertThat(result.path("workerId").asText()).isEqualTo("patient");
  }

  @Test
  void killedInACall_isFinishedByASecondWorker() {
    try (WorkerProcess doomed = WorkerProcess.ready("doomed", environment, Map.of());
        WorkerProcess heir = WorkerProcess.ready("heir", environment, Map.of())) {
      topics.awaitMembers(2);
      List<String> ids = oneEach("kill-", "latency=15s");
      List<String> lost = ids.stream().filter(doomed.claimed()::contains).toList();
      List<String> kept = ids.stream().filter(heir.claimed()::contains).toList();
      assertThat(lost).hasSize(3).doesNotContainAnyElementsOf(kept);
      assertThat(kept).hasSize(3);

      doomed.kill();

      await().atMost(SOON).until(() -> ids.stream().allMatch(this::isDone));
      await().atMost(SOON).until(() -> topics.lag() == 0);
      assertThat(ids).allSatisfy(id -> assertThat(statusOf(id)).isEqualTo("completed"));
      assertThat(ids).allSatisfy(id -> assertThat(workerOf(id)).isEqualTo("heir"));
      assertThat(heir.claimed()).containsAll(lost);
      assertThat(lost).allSatisfy(id -> assertThat(anthropic.calls(id)).isEqualTo(2));
      assertThat(kept).allSatisfy(id -> assertThat(anthropic.calls(id)).isEqualTo(1));
    }
  }

  @Test
  void cancelOnAnotherWorker_endsARunningTask() {
    try (WorkerProcess one = WorkerProcess.ready("one", environment, Map.of());
        WorkerProcess two = WorkerProcess.ready("two", environment, Map.of())) {
      topics.awaitMembers(2);
      List<String> ids = oneEach("far-", "latency=60s");
      List<String> near = ids.stream().filter(one.claimed()::contains).toList();
      List<String> far = ids.stream().filter(two.claimed()::contains).toList();
      assertThat(far).hasSize(3).doesNotContainAnyElementsOf(near);
      int aborted = anthropic.aborted();

      ids.forEach(id -> assertThat(one.delete("/tasks/" + id).statusCode()).isEqualTo(202));

      await().atMost(Duration.ofSeconds(30)).until(() -> ids.stream().allMatch(this::isDone));
      assertThat(ids).allSatisfy(id -> assertThat(statusOf(id)).isEqualTo("cancelled"));
      assertThat(near).hasSize(3).allSatisfy(id -> assertThat(workerOf(id)).isEqualTo("one"));
      assertThat(far).allSatisfy(id -> assertThat(workerOf(id)).isEqualTo("two"));
      assertThat(two.get("/tasks/" + near.getFirst()).body()).contains("cancelled");
      await().atMost(SOON).until(() -> anthropic.aborted() == aborted + PARTITIONS);
    }
  }

  @Test
  void redisAwayAtTheStart_tasksAreTakenOnceItIsThere() {
    EmbeddedRedis redis = environment.redis().orElseThrow();
    redis.kill();
    try (WorkerProcess early = WorkerProcess.start("early", environment, Map.of())) {
      try {
        await().atMost(SOON).until(() -> early.managementStatus("/q/health/started") == 200);
        assertThat(early.managementStatus("/q/health/ready")).isEqualTo(503);
        assertThat(early.managementStatus("/q/health/live")).isEqualTo(200);
        topics.send(task("early-1", ""));
      } finally {
        redis.restart();
      }

      await().atMost(SOON).until(() -> isDone("early-1"));
      assertThat(statusOf("early-1")).isEqualTo("completed");
      assertThat(early.managementStatus("/q/health/live")).isEqualTo(200);
    }
  }

  /** Sends one task to each partition and waits until all of them are at the provider. */
  private List<String> oneEach(String prefix, String directive) {
    List<String> ids = IntStream.range(0, PARTITIONS).mapToObj(i -> prefix + i).toList();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      topics.sendTo(partition, task(ids.get(partition), directive));
    }
    await().atMost(SOON).until(() -> ids.stream().allMatch(id -> anthropic.calls(id) == 1));
    return ids;
  }

  private boolean isDone(String id) {
    return topics.resultOf(id) != null;
  }

  private String statusOf(String id) {
    return topics.resultOf(id).path("status").asText();
  }

  private String workerOf(String id) {
    return topics.resultOf(id).path("workerId").asText();
  }

  private static String task(String id, String directive) {
    return "{'id':'%s','type':'coding','objective':'[fake id=%s %s] Write.','metadata':{'cache':false}}"
        .formatted(id, id, directive);
  }
}
