package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged worker as a process of its own: how it ends, and what becomes of its tasks. */
class PackagedWorkerIT {

  private static final Duration SOON = Duration.ofSeconds(90);

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
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void sigterm_finishesWhatRuns_andLeavesTheRestToTheNext() {
    List<String> ids = IntStream.range(0, 40).mapToObj(i -> "term-" + i).toList();
    try (WorkerProcess worker = WorkerProcess.ready("first", environment, Map.of())) {
      ids.forEach(id -> topics.send(task(id, "latency=3s")));
      await().atMost(SOON).until(() -> anthropic.calls("term-0") == 1);

      worker.terminate();

      assertThat(worker.awaitExit(Duration.ofSeconds(40))).as(worker.log()).isIn(0, 143);
    }
    long done = ids.stream().filter(id -> topics.resultOf(id) != null).count();
    assertThat(done).isBetween(1L, 39L);
    try (WorkerProcess _ = WorkerProcess.ready("second", environment, Map.of())) {
      await().atMost(SOON).until(() -> ids.stream().allMatch(id -> topics.resultOf(id) != null));
      await().atMost(SOON).until(() -> topics.lag() == 0);
    }
    assertThat(ids).allSatisfy(id -> assertThat(anthropic.calls(id)).isEqualTo(1));
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
      for (int partition = 0; partition < 6; partition++) {
        topics.sendTo(partition, task("kill-" + partition, "latency=8s"));
      }
      await()
          .atMost(SOON)
          .until(() -> IntStream.range(0, 6).allMatch(i -> anthropic.calls("kill-" + i) == 1));
      int lost = (int) IntStream.range(0, 6).filter(i -> isUnknownTo(heir, "kill-" + i)).count();

      doomed.kill();

      assertThat(lost).isPositive();
      await()
          .atMost(SOON)
          .until(() -> IntStream.range(0, 6).allMatch(i -> topics.resultOf("kill-" + i) != null));
      await().atMost(SOON).until(() -> topics.lag() == 0);
      for (int i = 0; i < 6; i++) {
        assertThat(topics.resultOf("kill-" + i).path("status").asText()).isEqualTo("completed");
        assertThat(topics.resultOf("kill-" + i).path("workerId").asText()).isEqualTo("heir");
        assertThat(anthropic.calls("kill-" + i)).isLessThanOrEqualTo(2);
      }
      int calls = IntStream.range(0, 6).map(i -> anthropic.calls("kill-" + i)).sum();
      assertThat(calls).isEqualTo(6 + lost);
    }
  }

  @Test
  void cancelOnAnotherWorker_endsARunningTask() {
    try (WorkerProcess one = WorkerProcess.ready("one", environment, Map.of());
        WorkerProcess two = WorkerProcess.ready("two", environment, Map.of())) {
      for (int partition = 0; partition < 6; partition++) {
        topics.sendTo(partition, task("far-" + partition, "latency=60s"));
      }
      await()
          .atMost(SOON)
          .until(() -> IntStream.range(0, 6).allMatch(i -> anthropic.calls("far-" + i) == 1));

      IntStream.range(0, 6)
          .forEach(i -> assertThat(one.delete("/tasks/far-" + i).statusCode()).isEqualTo(202));

      await()
          .atMost(SOON)
          .until(() -> IntStream.range(0, 6).allMatch(i -> topics.resultOf("far-" + i) != null));
      assertThat(IntStream.range(0, 6).mapToObj(i -> topics.resultOf("far-" + i)))
          .allSatisfy(r -> assertThat(r.path("status").asText()).isEqualTo("cancelled"))
          .extracting(r -> r.path("workerId").asText())
          .contains("one", "two");
      assertThat(two.get("/tasks/far-0").body()).contains("cancelled");
    }
  }

  /** Whether none of that worker's events is about the task: then another runs it. */
  private static boolean isUnknownTo(WorkerProcess worker, String id) {
    return !worker.get("/events?limit=1000").body().contains("\"taskId\":\"" + id + "\"");
  }

  private static String task(String id, String directive) {
    return "{'id':'%s','type':'coding','objective':'[fake id=%s %s] Write.','metadata':{'cache':false}}"
        .formatted(id, id, directive);
  }
}
