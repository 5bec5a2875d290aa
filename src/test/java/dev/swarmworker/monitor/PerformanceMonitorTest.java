package dev.swarmworker.monitor;

import static dev.swarmworker.support.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.LocalResource;
import dev.swarmworker.support.Quick;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The monitor at work in a worker. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
@TestProfile(Quick.class)
class PerformanceMonitorTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @ConfigProperty(name = "quarkus.management.test-port")
  int management;

  private Topics topics;

  @BeforeEach
  void open() {
    topics = new Topics(LocalResource.kafka().bootstrapServers());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void history_isBoundedAndOldestFirst() {
    await().atMost(SOON).until(() -> samples("?limit=100").size() == 20);

    List<Instant> times = new ArrayList<>();
    samples("?limit=100").forEach(s -> times.add(Instant.parse(s.path("at").asText())));
    assertThat(times).isSorted().hasSize(20);
    assertThat(Duration.between(times.getFirst(), times.getLast()))
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(30));
    JsonNode newest = samples("?limit=2");
    assertThat(newest).hasSize(2);
    assertThat(Instant.parse(newest.get(1).path("at").asText())).isAfterOrEqualTo(times.getLast());
    for (String section :
        List.of("executor", "connectionPool", "cache", "files", "state", "history", "system")) {
      assertThat(newest.get(0).path(section).isObject()).as(section).isTrue();
    }
  }

  @Test
  void slowTask_raisesAnAlertThatNamesIt_andClearsWhenItHasEnded() {
    long since = newestSeq();
    topics.send(task("pm-slow", "latency=60s"));

    JsonNode raised = event(since, "alert.raised", "slow-task");
    assertThat(raised.path("taskId").asText()).isEqualTo("pm-slow");
    assertThat(raised.path("detail").asText()).matches("slow-task \\d+ over 1000");
    assertThat(metric("swarm_alerts{kind=\"slow-task\"}")).isEqualTo(1);
    assertThat(RestAssured.get("/stats/report").asString())
        .contains("\"kind\":\"slow-task\",\"threshold\":1000.0,\"active\":true");

    topics.send(task("pm-slow-too", "latency=60s"));
    await().atMost(SOON).until(() -> slowTasks(since, "alert.raised").size() == 2);

    RestAssured.delete("/tasks/pm-slow").then().statusCode(202);

    await().atMost(SOON).until(() -> slowTasks(since, "alert.cleared").contains("pm-slow"));
    assertThat(metric("swarm_alerts{kind=\"slow-task\"}")).isEqualTo(1);
    RestAssured.delete("/tasks/pm-slow-too").then().statusCode(202);
    await().atMost(SOON).until(() -> slowTasks(since, "alert.cleared").contains("pm-slow-too"));
    assertThat(slowTasks(since, "alert.raised")).containsExactly("pm-slow", "pm-slow-too");
    await().atMost(SOON).until(() -> metric("swarm_alerts{kind=\"slow-task\"}") == 0);
  }

  @Test
  void tasksThatFail_raiseAnAlert_andTasksThatDoNotClearIt() {
    long since = newestSeq();
    topics.send(task("pm-bad", "status=400"));

    assertThat(event(since, "alert.raised", "failure-rate").path("detail").asText())
        .endsWith("over 0.100");
    topics.send(task("pm-good", ""));
    event(since, "alert.cleared", "failure-rate");
  }

  @Test
  void agentThatFailsAndRecovers_isToldInEventsAndMetrics() {
    long since = newestSeq();
    String lonely = "'requirements':{'agentType':'lonely','capabilities':['solitude']}";
    topics.send(task("pm-lonely", "status=500 times=2", lonely));

    JsonNode unhealthy = event(since, "agent.unhealthy", "");
    assertThat(unhealthy.path("agentId").asText()).isEqualTo("lonely");
    assertThat(event(since, "agent.recovered", "").path("agentId").asText()).isEqualTo("lonely");
    await().atMost(SOON).until(() -> topics.resultOf("pm-lonely") != null);
    assertThat(metric("swarm_agent_healthy{agent=\"lonely\"}")).isEqualTo(1);
  }

  @Test
  void runningTask_isInTheAgentsGauge() {
    String lonely = "'requirements':{'agentType':'lonely','capabilities':['solitude']}";
    topics.send(task("pm-run", "latency=60s", lonely));

    await().atMost(SOON).until(() -> metric("swarm_agent_in_flight{agent=\"lonely\"}") == 1);
    RestAssured.delete("/tasks/pm-run").then().statusCode(202);
    await().atMost(SOON).until(() -> metric("swarm_agent_in_flight{agent=\"lonely\"}") == 0);
  }

  @Test
  void poolThatCannotServe_isToldInEvents_andClearedWhenItCan() {
    long since = newestSeq();
    topics.send(task("pm-hold", "latency=60s"));
    await().atMost(SOON).until(() -> LocalResource.anthropic().calls("pm-hold") == 1);
    topics.send(task("pm-wait", "", "'constraints':{'maxRetries':0}"));

    assertThat(event(since, "pool.exhausted", "").path("detail").asText()).isNotBlank();
    assertThat(event(since, "alert.raised", "pool-use").path("detail").asText())
        .isEqualTo("pool-use 1 over 0.900");
    event(since, "alert.raised", "pool-waiting");
    assertThat(topics.resultOf("pm-wait")).as("waits on, without a retry").isNull();

    RestAssured.delete("/tasks/pm-hold").then().statusCode(202);
    await().atMost(SOON).until(() -> topics.resultOf("pm-wait") != null);
    assertThat(topics.resultOf("pm-wait").path("status").asText()).isEqualTo("completed");
    assertThat(topics.resultOf("pm-wait").path("attempts").asInt()).isEqualTo(1);
    event(since, "alert.cleared", "pool-use");
    event(since, "alert.cleared", "pool-waiting");
  }

  @Test
  void report_isGivenAsJsonAndAsMarkdown() {
    Response json = RestAssured.get("/stats/report");
    assertThat(json.contentType()).startsWith("application/json");
    assertThat(json.jsonPath().getInt("samples")).isBetween(2, 21);
    assertThat(json.jsonPath().getList("alerts.kind"))
        .containsExactlyInAnyOrder(
            "failure-rate", "pool-use", "pool-waiting", "memory", "slow-task");
    assertThat(json.jsonPath().getDouble("levels.'system.rssBytes'.max")).isPositive();

    Response markdown = RestAssured.given().accept("text/markdown").get("/stats/report");
    assertThat(markdown.contentType()).startsWith("text/markdown");
    assertThat(markdown.asString())
        .startsWith("# Performance of ")
        .contains(
            "## Work", "## Levels", "| system.rssBytes |", "## Alerts", "| slow-task | 1000 |");
  }

  private static JsonNode samples(String query) {
    return Topics.json(RestAssured.get("/stats/history" + query).asByteArray());
  }

  private static long newestSeq() {
    JsonNode newest = Topics.json(RestAssured.get("/events?limit=1").asByteArray());
    return newest.get(0).path("seq").asLong();
  }

  /** The tasks of such events about slow tasks behind a number. */
  private static List<String> slowTasks(long since, String type) {
    List<String> tasks = new ArrayList<>();
    for (JsonNode event : Topics.json(RestAssured.get("/events?limit=1000").asByteArray())) {
      if (event.path("seq").asLong() > since
          && event.path("type").asText().equals(type)
          && event.path("detail").asText().startsWith("slow-task")) {
        tasks.add(event.path("taskId").asText());
      }
    }
    return tasks;
  }

  /** The first event behind a number, of this type, whose detail begins so. */
  private static JsonNode event(long since, String type, String detail) {
    List<JsonNode> found = new ArrayList<>();
    await()
        .atMost(SOON)
        .until(
            () -> {
              for (JsonNode event :
                  Topics.json(RestAssured.get("/events?limit=1000").asByteArray())) {
                if (event.path("seq").asLong() > since
                    && event.path("type").asText().equals(type)
                    && event.path("detail").asText().startsWith(detail)) {
                  found.add(event);
                }
              }
              return !found.isEmpty();
            });
    return found.getFirst();
  }

  private double metric(String series) {
    return RestAssured.get("http://localhost:" + management + "/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + series));
  }
}
