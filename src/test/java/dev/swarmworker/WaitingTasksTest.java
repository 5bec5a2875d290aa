package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks that wait behind the one that has the only permit. */
@QuarkusTest
@TestProfile(SmallWorker.class)
@QuarkusTestResource(LocalResource.class)
class WaitingTasksTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Topics topics;
  private FakeAnthropic anthropic;

  @BeforeEach
  void open() {
    topics = new Topics(LocalResource.kafka().bootstrapServers());
    anthropic = LocalResource.anthropic();
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void waitingTasks_runInOrderOfPriority() {
    begin("first");
    List<String> priorities = List.of("low", "critical", "background", "high", "normal");
    priorities.forEach(p -> topics.send(task("prio-" + p, p, "")));
    await().atMost(SOON).until(() -> waiting() == 5);

    cancel("first");

    await()
        .atMost(SOON)
        .until(() -> priorities.stream().allMatch(p -> topics.resultOf("prio-" + p) != null));
    List<String> started =
        RestAssured.get("/events?limit=1000")
            .jsonPath()
            .getList("findAll { it.type == 'task.started' }.taskId", String.class);
    assertThat(started)
        .filteredOn(id -> id.startsWith("prio-"))
        .containsExactly(
            "prio-critical", "prio-high", "prio-normal", "prio-low", "prio-background");
  }

  @Test
  void waitingTaskCancelled_endsAtOnceWithoutACall() {
    begin("busy");
    topics.send(task("wait-1", "normal", ""));
    topics.send(task("wait-2", "normal", ""));
    await().atMost(SOON).until(() -> waiting() == 2);

    cancel("wait-1");

    await().atMost(SOON).until(() -> topics.resultOf("wait-1") != null);
    assertThat(topics.resultOf("wait-1").path("status").asText()).isEqualTo("cancelled");
    assertThat(topics.resultOf("busy")).as("the one before it still runs").isNull();
    assertThat(anthropic.calls("wait-1")).isZero();
    assertThat(waiting()).as("the other waits on").isEqualTo(1);
    cancel("busy");
    await().atMost(SOON).until(() -> topics.resultOf("wait-2") != null);
    assertThat(topics.resultOf("wait-2").path("status").asText()).isEqualTo("completed");
    assertThat(RestAssured.get("/tasks/wait-1").jsonPath().getString("status"))
        .isEqualTo("cancelled");
  }

  /** A task that takes the permit and keeps it until it is cancelled. */
  private void begin(String id) {
    topics.send(task(id, "critical", "fault=hang"));
    await().atMost(SOON).until(() -> anthropic.calls(id) == 1);
  }

  private static void cancel(String id) {
    RestAssured.delete("/tasks/" + id).then().statusCode(202);
  }

  private static int waiting() {
    return RestAssured.get("/stats").jsonPath().getInt("executor.queueLength");
  }

  private static String task(String id, String priority, String directive) {
    return "{'id':'%s','type':'coding','priority':'%s','constraints':{'maxTokens':100},'objective':'[fake id=%s %s] Do.'}"
        .formatted(id, priority, id, directive);
  }
}
