package dev.swarmworker.api;

import static dev.swarmworker.support.Tasks.task;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.LocalResource;
import dev.swarmworker.support.RawHttp;
import dev.swarmworker.support.RawHttp.Answer;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as the contract's section on HTTP has it. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
class ContractHttpTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Set<String> TASK =
      Set.of("id", "status", "agentId", "attempts", "updatedAt", "expiresAt", "result");

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
  void completedTask_isToldWithItsResultAsJson() {
    JsonNode view = ended("http-done", "output=\"two words\"");

    assertThat(names(view)).isEqualTo(TASK);
    assertThat(view.path("id").asText()).isEqualTo("http-done");
    assertThat(view.path("status").asText()).isEqualTo("completed");
    assertThat(view.path("agentId").asText()).isNotEmpty();
    assertThat(view.path("attempts").isInt()).isTrue();
    assertThat(view.path("attempts").asInt()).isEqualTo(1);
    Instant updated = Instant.parse(view.path("updatedAt").asText());
    assertThat(updated).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    assertThat(Instant.parse(view.path("expiresAt").asText()))
        .isBetween(updated.plusSeconds(3590), updated.plusSeconds(3610));
    assertThat(view.path("result")).isEqualTo(topics.resultOf("http-done"));
    assertThat(view.path("result").path("output").asText()).isEqualTo("two words");
  }

  @Test
  void failedTask_isToldWithItsError() {
    JsonNode view = ended("http-failed", "status=400");

    assertThat(names(view)).isEqualTo(TASK);
    assertThat(view.path("status").asText()).isEqualTo("failed");
    assertThat(view.path("result").path("error").path("code").asText())
        .isEqualTo("UPSTREAM_REJECTED");
  }

  @Test
  void timedOutTask_isToldSo() {
    topics.send(
        task("http-timeout", "latency=30s", "'constraints':{'timeoutAfter':200,'maxRetries':0}"));

    assertThat(view("http-timeout", "timeout").path("result").path("status").asText())
        .isEqualTo("timeout");
  }

  @Test
  void runningTask_isToldWithItsAgent_andCancelled() {
    topics.send(task("http-run", "latency=60s"));
    JsonNode view = view("http-run", "running");

    assertThat(names(view))
        .isEqualTo(Set.of("id", "status", "agentId", "attempts", "updatedAt", "expiresAt"));
    assertThat(view.path("agentId").asText()).isNotEmpty();
    assertThat(view.path("attempts").asInt()).isEqualTo(1);

    Response accepted = RestAssured.delete("/tasks/http-run");
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.asString()).isEmpty();
    assertThat(view("http-run", "cancelled").path("result").path("error").path("code").asText())
        .isEqualTo("CANCELLED");
    assertProblem(RestAssured.delete("/tasks/http-run"), 409);
  }

  @Test
  void taskBetweenAttempts_isRetrying() {
    topics.send(task("http-retry", "status=529 retry-after=60"));
    JsonNode view = view("http-retry", "retrying");

    assertThat(names(view))
        .isEqualTo(Set.of("id", "status", "agentId", "attempts", "updatedAt", "expiresAt"));
    assertThat(view.path("attempts").asInt()).isEqualTo(1);
    RestAssured.delete("/tasks/http-retry").then().statusCode(202);
    view("http-retry", "cancelled");
  }

  @Test
  void taskThatWaitsForAPermit_isQueued() {
    // Given all permits taken
    List<String> hogs = IntStream.range(0, 10).mapToObj(i -> "hog-" + i).toList();
    hogs.forEach(id -> topics.send(task(id, "latency=60s")));
    hogs.forEach(id -> view(id, "running"));

    // When
    topics.send(task("http-queued", ""));

    // Then
    JsonNode view = view("http-queued", "queued");
    assertThat(names(view)).isEqualTo(Set.of("id", "status", "attempts", "updatedAt", "expiresAt"));
    assertThat(view.path("attempts").asInt()).isZero();
    get("/stats")
        .then()
        .body("executor.activeExecutions", equalTo(10))
        .body("executor.queueLength", equalTo(1))
        .body("executor.concurrency", equalTo(10))
        .body("connectionPool.inUse", equalTo(10));
    assertThat(
            get("/agents").jsonPath().getList("inFlight", Integer.class).stream().mapToInt(n -> n))
        .satisfies(inFlight -> assertThat(inFlight.stream().mapToInt(n -> n).sum()).isEqualTo(10));
    hogs.forEach(id -> RestAssured.delete("/tasks/" + id).then().statusCode(202));
    view("http-queued", "completed");
  }

  @Test
  void taskByHead_isToldWithoutItsBody() {
    ended("http-head", "");

    Answer head = RawHttp.send(RestAssured.port, "HEAD /tasks/http-head");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(RawHttp.send(RestAssured.port, "HEAD /tasks/none").status()).isEqualTo(404);
    assertThat(RawHttp.send(RestAssured.port, "GET /tasks/http-head/").body())
        .contains("\"status\":\"completed\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none", "a%20b", "a%2Fb", "a%00b", "%C3%BC", "..%2F..%2Fstats", "%7Bid%7D"})
  void idThatIsUnknownOrImpossible_isNotFound(String id) {
    Answer answer = RawHttp.send(RestAssured.port, "GET /tasks/" + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.isProblem()).isTrue();
  }

  @Test
  void idThatIsTooLong_isNotFound() {
    Answer longest = RawHttp.send(RestAssured.port, "GET /tasks/" + "x".repeat(129));
    assertThat(longest.status()).isEqualTo(404);
    assertThat(longest.isProblem()).isTrue();
    Answer cancelled = RawHttp.send(RestAssured.port, "DELETE /tasks/" + "x".repeat(129));
    assertThat(cancelled.status()).isEqualTo(404);
    assertThat(cancelled.isProblem()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /nothing, 404",
    "GET /nothing/at/all, 404",
    "GET /tasks, 404",
    "GET /tasks/a/b, 404",
    "GET /STATS, 404",
    "GET /q/health, 404",
    "GET /q/metrics, 404",
    "POST /tasks/x, 405",
    "PUT /events, 405",
    "DELETE /stats, 405",
    "BREW /agents, 405",
    "DELETE /tasks/a%20b, 404",
    "GET /events?limit=x, 400",
    "GET /events?limit=-1, 400",
    "GET /events?limit=1.5, 400",
    "GET /events?limit=99999999999999999999, 400",
    "GET /stats/history?limit=x, 400",
  })
  void refusedRequest_isAProblem(String line, int status) {
    Answer answer = RawHttp.send(RestAssured.port, line);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.isProblem()).as("%s", answer).isTrue();
  }

  @Test
  void methodThatIsNotTaken_isToldWhichAre() {
    assertThat(RawHttp.send(RestAssured.port, "PUT /tasks/x").head())
        .contains("allow: get, head, delete, options");
    assertThat(RawHttp.send(RestAssured.port, "PUT /stats/report").head())
        .contains("allow: get, head, options");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tasks/none", "/stats", "/agents", "/events", "/stats/history"})
  void mediaTypeThatCannotBeGiven_isAProblem(String path) {
    Answer answer = RawHttp.send(RestAssured.port, "GET " + path, "Accept: image/png");

    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.isProblem()).isTrue();
  }

  @Test
  void badRequestForAStream_isAProblemAndNoStream() {
    Answer limit =
        RawHttp.send(RestAssured.port, "GET /events?limit=x", "Accept: text/event-stream");
    assertThat(limit.status()).isEqualTo(400);
    assertThat(limit.isProblem()).isTrue();
    Answer resume =
        RawHttp.send(
            RestAssured.port, "GET /events", "Accept: text/event-stream", "Last-Event-ID: x");
    assertThat(resume.status()).isEqualTo(400);
    assertThat(resume.isProblem()).isTrue();
    assertThat(resume.body()).contains("Last-Event-ID");
  }

  @Test
  void bodyLargerThanAllowed_isRefusedBeforeItIsSent() {
    Answer answer =
        RawHttp.send(RestAssured.port, "DELETE /tasks/x", "Content-Length: " + (64 * 1024 + 1));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.isProblem()).isTrue();
  }

  @Test
  void bodyThatDoesNotSayItsLength_isRefusedBeforeItIsSent() {
    Answer answer = RawHttp.send(RestAssured.port, "DELETE /tasks/x", "Transfer-Encoding: chunked");

    assertThat(answer.status()).isEqualTo(411);
    assertThat(answer.isProblem()).isTrue();
  }

  @Test
  void noProviderOfIdentitiesAndNoTokens_callsNeedNoRole() {
    assertThat(RawHttp.send(RestAssured.port, "DELETE /cache/none").status()).isEqualTo(404);
    assertThat(
            RawHttp.send(RestAssured.port, "DELETE /cache/none", "Authorization: Bearer x")
                .status())
        .isEqualTo(404);
  }

  @Test
  void whatCannotBeReadAsARequest_getsABareStatus() {
    assertThat(
            RawHttp.send(RestAssured.port, "GET /stats", "X-Long: " + "y".repeat(17_000)).status())
        .isEqualTo(431);
    assertThat(RawHttp.send(RestAssured.port, "GET /" + "y".repeat(5_000)).status()).isEqualTo(414);
    assertThat(RawHttp.send(RestAssured.port, "GET /tasks/%zz").status()).isEqualTo(400);
    assertThat(RawHttp.send(RestAssured.port, "NOTHING").status()).isEqualTo(400);
    get("/stats").then().statusCode(200);
  }

  @Test
  void events_areTheNewestWithoutAGapOldestFirst() {
    ended("http-events", "status=529 times=1 retry-after=0");

    Response response = get("/events?limit=1000");
    assertThat(response.contentType()).startsWith("application/json");
    JsonNode events = Topics.json(response.asByteArray());
    assertThat(seqs(events))
        .isEqualTo(
            LongStream.range(0, events.size())
                .mapToObj(i -> events.get(0).path("seq").asLong() + i)
                .toList());
    List<String> story =
        stream(events)
            .filter(event -> event.path("taskId").asText().equals("http-events"))
            .map(event -> event.path("type").asText())
            .toList();
    assertThat(story)
        .containsExactly(
            "task.received",
            "task.claimed",
            "task.started",
            "task.retrying",
            "task.started",
            "task.completed");
    stream(events)
        .forEach(
            event -> {
              assertThat(Instant.parse(event.path("at").asText())).isBefore(Instant.now());
              assertThat(event.path("workerId").asText()).isNotEmpty();
              assertThat(EVENT).containsAll(names(event));
            });
    JsonNode newest = Topics.json(get("/events?limit=2").asByteArray());
    assertThat(newest).hasSize(2);
    assertThat(seqs(newest).getLast()).isGreaterThanOrEqualTo(seqs(events).getLast());
    assertThat(Topics.json(get("/events?limit=0").asByteArray())).isEmpty();
  }

  private static final Set<String> EVENT =
      Set.of("seq", "at", "type", "workerId", "taskId", "agentId", "attempt", "detail");

  @Test
  void anyMediaType_isAnsweredWithJson() {
    given().accept("*/*").get("/events").then().contentType("application/json");
    given().accept("*/*").get("/stats/report").then().contentType("application/json");
  }

  @Test
  void agents_areToldWithoutTheirSecretsAndAddresses() {
    Response response = get("/agents");
    List<String> ids = response.jsonPath().getList("id");

    assertThat(ids).contains("coder", "researcher").isSorted();
    JsonNode coder = Topics.json(response.asByteArray()).get(ids.indexOf("coder"));
    assertThat(names(coder))
        .isEqualTo(
            Set.of(
                "id",
                "type",
                "capabilities",
                "model",
                "provider",
                "inFlight",
                "maxConcurrency",
                "health"));
    assertThat(coder.path("type").asText()).isEqualTo("coder");
    assertThat(coder.path("capabilities").get(0).isTextual()).isTrue();
    assertThat(coder.path("inFlight").isInt()).isTrue();
    assertThat(coder.path("health").asText()).isEqualTo("healthy");
    assertThat(response.asString())
        .doesNotContain(LocalResource.anthropic().baseUrl(), "You write code", "apiKey");
  }

  @Test
  void stats_haveTheContractsNamesAndTrueValues() {
    JsonNode before = Topics.json(get("/stats").asByteArray());
    for (int i = 0; i < 4; i++) {
      topics.send(task("http-stats-" + i, i == 3 ? "status=400" : "latency=50ms"));
    }
    for (int i = 0; i < 4; i++) {
      view("http-stats-" + i, i == 3 ? "failed" : "completed");
    }
    await().atMost(SOON).until(() -> get("/stats").path("executor.activeExecutions").equals(0));
    await().atMost(SOON).until(() -> grown(before, "executor", "totalExecuted") == 4);
    JsonNode stats = Topics.json(get("/stats").asByteArray());

    assertSection(
        stats,
        "executor",
        "totalExecuted totalSucceeded totalFailed avgExecutionTime queueLength activeExecutions"
            + " concurrency");
    assertSection(stats, "connectionPool", "total inUse idle waiting opened totalUseCount reuse");
    assertSection(stats, "cache", "hits misses hitRate size");
    assertSection(stats, "state", "size hits misses evictions expirations");
    assertSection(stats, "files", "operations totalBytes errors readQueue writeQueue");
    assertSection(stats, "history", "capacity size totalWritten overwritten bytes");
    assertSection(stats, "system", "cpu rssBytes heapBytes threads uptime");
    assertThat(stats.path("stale")).isEmpty();

    assertThat(grown(before, "executor", "totalSucceeded")).isEqualTo(3);
    assertThat(grown(before, "executor", "totalFailed")).isEqualTo(1);
    assertThat(grown(before, "connectionPool", "totalUseCount")).isEqualTo(4);
    assertThat(stats.at("/executor/avgExecutionTime").asDouble()).isPositive();
    assertThat(stats.at("/executor/queueLength").asInt()).isZero();
    assertThat(stats.at("/connectionPool/total").asInt())
        .isEqualTo(
            stats.at("/connectionPool/inUse").asInt() + stats.at("/connectionPool/idle").asInt());
    assertThat(stats.at("/connectionPool/reuse").asDouble()).isBetween(0.0, 1.0);
    assertThat(stats.at("/state/size").asInt()).isGreaterThanOrEqualTo(4);
    assertThat(stats.at("/history/capacity").asInt()).isEqualTo(1000);
    assertThat(stats.at("/history/bytes").asLong())
        .isBetween(100L * stats.at("/history/size").asInt(), 1_000_000L);
    assertThat(stats.at("/system/rssBytes").asLong()).isGreaterThan(50_000_000);
    assertThat(stats.at("/system/heapBytes").asLong()).isGreaterThan(1_000_000);
    assertThat(stats.at("/system/threads").asInt()).isGreaterThan(5);
    assertThat(stats.at("/system/uptime").asLong()).isGreaterThan(1000);
    assertThat(stats.at("/system/cpu").asDouble()).isBetween(0.0, 1.0);
  }

  private static int grown(JsonNode before, String section, String name) {
    int now = Topics.json(get("/stats").asByteArray()).path(section).path(name).asInt();
    return now - before.path(section).path(name).asInt();
  }

  private static void assertSection(JsonNode stats, String section, String names) {
    assertThat(names(stats.path(section))).as(section).isEqualTo(Set.of(names.split(" ")));
    stats.path(section).forEach(value -> assertThat(value.isNumber()).as(section).isTrue());
  }

  private JsonNode ended(String id, String directive) {
    topics.send(task(id, directive));
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return Topics.json(get("/tasks/" + id).asByteArray());
  }

  /** The task, once it has this status. */
  private static JsonNode view(String id, String status) {
    await()
        .atMost(SOON)
        .until(() -> get("/tasks/" + id).asString().contains("\"status\":\"" + status + "\""));
    return Topics.json(get("/tasks/" + id).asByteArray());
  }

  private static void assertProblem(Response response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.contentType()).isEqualTo("application/problem+json");
    assertThat(response.jsonPath().getInt("status")).isEqualTo(status);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false);
  }

  private static List<Long> seqs(JsonNode events) {
    return stream(events).map(event -> event.path("seq").asLong()).toList();
  }
}
