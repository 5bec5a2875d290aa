package dev.swarmworker;

import static dev.swarmworker.support.Topics.header;
import static dev.swarmworker.support.Topics.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.intake.BrokenMessages;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a task on Kafka to a result on Kafka, as a producer sees it. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
class MainPathTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Topics topics;
  private FakeAnthropic anthropic;

  @BeforeEach
  void open() {
    anthropic = LocalResource.anthropic();
    topics = new Topics(LocalResource.kafka().bootstrapServers());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void task_becomesAResultByTheContract() {
    topics.send(
        null,
        task("mp-1", "'priority':'high','constraints':{'maxTokens':50}", "output=\"hello\"")
            .getBytes(UTF_8),
        Map.of(
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(UTF_8)));

    ConsumerRecord<byte[], byte[]> record = resultRecord("mp-1");
    JsonNode result = json(record.value());
    assertThat(new String(record.key(), UTF_8)).isEqualTo("mp-1");
    assertThat(header(record, "swarm-status")).isEqualTo("completed");
    assertThat(header(record, "traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c");
    assertThat(result.path("taskId").asText()).isEqualTo("mp-1");
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("success").asBoolean()).isTrue();
    assertThat(result.path("output").asText()).isEqualTo("hello");
    assertThat(result.path("agentId").asText()).isNotEmpty();
    assertThat(result.path("model").asText()).isNotEmpty();
    assertThat(result.path("attempts").asInt()).isEqualTo(1);
    assertThat(result.path("cached").asBoolean(true)).isFalse();
    assertThat(result.path("tokensUsed").path("inputTokens").asInt()).isPositive();
    assertThat(result.path("requestId").asText()).isNotEmpty();
    assertThat(result.path("stopReason").asText()).isEqualTo("end_turn");
    assertThat(result.path("error").isMissingNode()).isTrue();
    assertThat(Instant.parse(result.path("timestamp").asText())).isBefore(Instant.now());
    assertThat(anthropic.calls("mp-1")).isEqualTo(1);
  }

  @Test
  void hostileTraceparent_isNotCarriedOn_andHoldsNobodyUp() {
    byte[] huge = new byte[1 << 20];
    Arrays.fill(huge, (byte) 'a');
    Map<String, byte[]> hostile =
        Map.of(
            "trace-1",
            huge,
            "trace-2",
            "00-0af7651916cd43dd8448eb211c80319c".getBytes(UTF_8),
            "trace-3",
            new byte[0]);
    hostile.forEach(
        (id, header) ->
            topics.send(null, task(id, "", "").getBytes(UTF_8), Map.of("traceparent", header)));

    for (String id : hostile.keySet()) {
      ConsumerRecord<byte[], byte[]> record = resultRecord(id);
      assertThat(header(record, "swarm-status")).isEqualTo("completed");
      assertThat(header(record, "traceparent")).isNull();
    }
    await().atMost(SOON).until(() -> topics.lag() == 0);
  }

  @Test
  void taskOfAnAbortedTransaction_isNeverCalled() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            LocalResource.kafka().bootstrapServers(),
            "transactional.id",
            "main-path");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(inPartition0("tx-aborted"));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      var _ = producer.send(inPartition0("tx-committed"));
      producer.commitTransaction();
    }

    assertThat(json(resultRecord("tx-committed").value()).path("status").asText())
        .isEqualTo("completed");
    assertThat(anthropic.calls("tx-aborted")).isZero();
    assertThat(topics.resultsOf("tx-aborted")).isEmpty();
    // No commit stands behind the transaction's mark before a record after it is done.
    topics.sendTo(0, task("tx-after", "", ""));
    await().atMost(SOON).until(() -> topics.lag() == 0);
  }

  private static ProducerRecord<byte[], byte[]> inPartition0(String id) {
    return new ProducerRecord<>(Topics.TASKS, 0, null, task(id, "", "").getBytes(UTF_8));
  }

  @Test
  void repeats_costOneCallAndGiveEqualBytes() {
    String[] ids = {"rep-1", "rep-2", "rep-3", "rep-4", "rep-5"};
    for (int copy = 0; copy < 5; copy++) {
      for (String id : ids) {
        topics.send(task(id, "", "latency=300ms"));
      }
    }

    for (String id : ids) {
      await().atMost(SOON).until(() -> topics.resultsOf(id).size() == 5);
      assertThat(anthropic.calls(id)).isEqualTo(1);
      assertThat(topics.resultsOf(id).stream().map(r -> Arrays.hashCode(r.value())).distinct())
          .hasSize(1);
    }
    await().atMost(SOON).until(() -> topics.lag() == 0);
  }

  @Test
  void brokenMessagesBetweenGoodOnes_eachOneDeadLetter_allGoodOnesDone() {
    List<byte[]> broken = BrokenMessages.values();
    assertThat(broken).hasSizeGreaterThanOrEqualTo(40);
    String run = "run-broken";
    int n = 0;
    for (byte[] value : broken) {
      topics.send(task("good-" + n, "", ""));
      topics.send(
          ("key-" + n).getBytes(UTF_8),
          value,
          Map.of(
              "swarm-test", run.getBytes(UTF_8),
              "REPLY_TOPIC", "swarm.tasks".getBytes(UTF_8),
              "swarm-error-code", "FORGED".getBytes(UTF_8),
              "x-empty", new byte[0],
              "x-bytes", new byte[] {0, -1, 10, 13}));
      n++;
    }
    topics.send("null".getBytes(UTF_8), null, Map.of("swarm-test", run.getBytes(UTF_8)));

    int expected = broken.size() + 1;
    await().atMost(SOON).until(() -> deadLettersOf(run).size() >= expected);
    for (int i = 0; i < n; i++) {
      assertThat(json(resultRecord("good-" + i).value()).path("status").asText())
          .isEqualTo("completed");
    }
    await().atMost(SOON).until(() -> topics.lag() == 0);
    assertThat(deadLettersOf(run)).hasSize(expected);
    for (ConsumerRecord<byte[], byte[]> letter : deadLettersOf(run)) {
      String key = new String(letter.key(), UTF_8);
      if (!key.equals("null")) {
        int index = Integer.parseInt(key.substring("key-".length()));
        assertThat(letter.value()).isEqualTo(broken.get(index));
        assertThat(letter.headers().lastHeader("x-bytes").value())
            .isEqualTo(new byte[] {0, -1, 10, 13});
        assertThat(header(letter, "REPLY_TOPIC")).isEqualTo("swarm.tasks");
      }
      assertThat(header(letter, "swarm-error-code"))
          .isIn("INVALID_JSON", "INVALID_TASK", "TASK_TOO_LARGE");
      assertThat(header(letter, "swarm-error-message")).isNotEmpty();
      assertThat(header(letter, "swarm-source-topic")).isEqualTo(Topics.TASKS);
      assertThat(header(letter, "swarm-source-partition")).matches("\\d+");
      assertThat(header(letter, "swarm-source-offset")).matches("\\d+");
      assertThat(header(letter, "swarm-attempts")).isEqualTo("0");
      assertThat(Instant.parse(header(letter, "swarm-failed-at"))).isBefore(Instant.now());
      assertThat(letter.headers().toArray()).noneMatch(h -> h.key().contains("smallrye"));
    }
    assertThat(BrokenMessages.ids()).doesNotHaveDuplicates().hasSizeGreaterThan(25);
    for (String id : BrokenMessages.ids()) {
      assertThat(json(resultRecord(id).value()).path("status").asText()).as(id).isEqualTo("failed");
    }
  }

  @Test
  void rejectedCall_failsWithADeadLetter() {
    topics.send(task("rej-1", "", "status=400 times=9"));

    JsonNode result = json(resultRecord("rej-1").value());
    assertThat(result.path("status").asText()).isEqualTo("failed");
    assertThat(result.path("error").path("code").asText()).isEqualTo("UPSTREAM_REJECTED");
    assertThat(result.path("output").asText()).isEmpty();
    assertThat(anthropic.calls("rej-1")).isEqualTo(1);
    await()
        .atMost(SOON)
        .until(
            () ->
                topics.deadLetters().stream()
                    .anyMatch(
                        r ->
                            "UPSTREAM_REJECTED".equals(header(r, "swarm-error-code"))
                                && json(r.value()).path("id").asText().equals("rej-1")));
  }

  @Test
  void overloadedTwice_isRetriedToACompletion() {
    topics.send(task("ret-1", "'constraints':{'maxRetries':2}", "status=529 times=2"));

    JsonNode result = json(resultRecord("ret-1").value());
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("attempts").asInt()).isEqualTo(3);
    assertThat(anthropic.calls("ret-1")).isEqualTo(3);
  }

  @Test
  void retriesUsedUp_isUnavailable() {
    topics.send(task("ret-2", "'constraints':{'maxRetries':1}", "status=529 times=9"));

    JsonNode result = json(resultRecord("ret-2").value());
    assertThat(result.path("error").path("code").asText()).isEqualTo("UPSTREAM_UNAVAILABLE");
    assertThat(result.path("error").path("retryable").asBoolean()).isTrue();
    assertThat(anthropic.calls("ret-2")).isEqualTo(2);
  }

  @Test
  void deadlinePassed_endsInTimeoutWithoutACall() {
    topics.send(task("dead-1", "'constraints':{'deadline':'2020-01-01T00:00:00Z'}", ""));

    JsonNode result = json(resultRecord("dead-1").value());
    assertThat(result.path("status").asText()).isEqualTo("timeout");
    assertThat(result.path("error").path("code").asText()).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(anthropic.calls("dead-1")).isZero();
  }

  @Test
  void deadlineDuringACall_abandonsIt() {
    Instant deadline = Instant.now().plusSeconds(5);
    topics.send(task("dead-2", "'constraints':{'deadline':'" + deadline + "'}", "latency=60s"));
    await().atMost(SOON).until(() -> anthropic.calls("dead-2") == 1);
    int aborted = anthropic.aborted();

    JsonNode result = json(resultRecord("dead-2").value());
    assertThat(result.path("status").asText()).isEqualTo("timeout");
    assertThat(result.path("error").path("code").asText()).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(Instant.parse(result.path("timestamp").asText()))
        .isBetween(deadline, deadline.plusSeconds(10));
    await().atMost(Duration.ofSeconds(20)).until(() -> anthropic.aborted() > aborted);
    assertThat(anthropic.calls("dead-2")).isEqualTo(1);
  }

  @Test
  void callLongerThanItsTimeout_endsInTimeout() {
    topics.send(task("slow-1", "'constraints':{'timeoutAfter':300,'maxRetries':0}", "latency=30s"));

    JsonNode result = json(resultRecord("slow-1").value());
    assertThat(result.path("status").asText()).isEqualTo("timeout");
    assertThat(result.path("error").path("code").asText()).isEqualTo("TIMEOUT");
  }

  @Test
  void nobodyCapable_fails() {
    topics.send(task("cap-1", "'requirements':{'capabilities':['juggling']}", ""));

    JsonNode result = json(resultRecord("cap-1").value());
    assertThat(result.path("error").path("code").asText()).isEqualTo("NO_CAPABLE_AGENT");
    assertThat(anthropic.calls("cap-1")).isZero();
  }

  @Test
  void cancelledWhileRunning_endsSoonAndAbortsTheCall() {
    topics.send(task("can-1", "", "latency=60s"));
    await().atMost(SOON).until(() -> anthropic.calls("can-1") == 1);
    assertThat(statusOf("can-1")).isEqualTo("running");
    int aborted = anthropic.aborted();

    RestAssured.delete("/tasks/can-1").then().statusCode(202);

    JsonNode result = json(resultRecord("can-1").value());
    assertThat(result.path("status").asText()).isEqualTo("cancelled");
    assertThat(result.path("error").path("code").asText()).isEqualTo("CANCELLED");
    assertThat(result.path("executionTime").asLong()).isLessThan(30_000);
    await().atMost(Duration.ofSeconds(20)).until(() -> anthropic.aborted() > aborted);
    RestAssured.delete("/tasks/can-1").then().statusCode(409);
  }

  @Test
  void cancelledBeforeItIsRead_isNeverCalled() {
    RestAssured.delete("/tasks/can-2").then().statusCode(202);
    RestAssured.get("/tasks/can-2").then().statusCode(404);

    topics.send(task("can-2", "", ""));

    assertThat(json(resultRecord("can-2").value()).path("status").asText()).isEqualTo("cancelled");
    assertThat(anthropic.calls("can-2")).isZero();
  }

  @Test
  void cancelledBetweenAttempts_makesNoFurtherCall() {
    topics.send(task("can-3", "", "status=529 times=9 retry-after=60"));
    await().atMost(SOON).until(() -> "retrying".equals(statusOf("can-3")));

    RestAssured.delete("/tasks/can-3").then().statusCode(202);

    assertThat(json(resultRecord("can-3").value()).path("status").asText()).isEqualTo("cancelled");
    assertThat(anthropic.calls("can-3")).isEqualTo(1);
  }

  @Test
  void failedTaskRepeated_isPublishedAgainWithItsDeadLetter() {
    topics.send(task("twice-1", "", "status=400 times=9"));
    resultRecord("twice-1");
    topics.send(task("twice-1", "", "status=400 times=9"));

    await().atMost(SOON).until(() -> topics.resultsOf("twice-1").size() == 2);
    assertThat(topics.resultsOf("twice-1").get(1).value())
        .isEqualTo(topics.resultsOf("twice-1").get(0).value());
    assertThat(header(topics.resultsOf("twice-1").get(1), "swarm-status")).isEqualTo("failed");
    assertThat(anthropic.calls("twice-1")).isEqualTo(1);
  }

  @Test
  void outputTooLargeForTheTopic_failsThatTaskAlone() {
    topics.send(task("large-1", "", "size=1500000"));
    topics.send(task("large-2", "", ""));

    JsonNode result = json(resultRecord("large-1").value());
    assertThat(result.path("status").asText()).isEqualTo("failed");
    assertThat(result.path("error").path("message").asText()).contains("swarm.files.dir");
    assertThat(json(resultRecord("large-2").value()).path("status").asText())
        .isEqualTo("completed");
  }

  @Test
  void twoThousandTasks_twoThousandResults_onFewConnections() {
    int before = anthropic.connectionsOpened();
    int callsBefore = anthropic.calls();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      ids.add("bulk-" + i);
      topics.send(task("bulk-" + i, "", ""));
    }

    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> ids.stream().allMatch(id -> topics.resultOf(id) != null));
    await().atMost(SOON).until(() -> topics.lag() == 0);
    int calls = anthropic.calls() - callsBefore;
    int opened = anthropic.connectionsOpened() - before;
    assertThat(calls).isEqualTo(2_000);
    assertThat(anthropic.openConnections()).isLessThanOrEqualTo(10);
    assertThat(1 - (double) opened / calls).isGreaterThanOrEqualTo(0.99);
  }

  private ConsumerRecord<byte[], byte[]> resultRecord(String id) {
    await().atMost(SOON).until(() -> !topics.resultsOf(id).isEmpty());
    return topics.resultsOf(id).getFirst();
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLettersOf(String run) {
    return topics.deadLetters().stream().filter(r -> run.equals(header(r, "swarm-test"))).toList();
  }

  private static String statusOf(String id) {
    var response = RestAssured.get("/tasks/" + id);
    return response.statusCode() == 200 ? response.jsonPath().getString("status") : null;
  }

  private static String task(String id, String more, String directive) {
    String fields = more.isEmpty() ? "" : "," + more;
    return "{'id':'%s','type':'coding','objective':'[fake id=%s %s] Write %s.','metadata':{'cache':false}%s}"
        .formatted(id, id, directive.replace("\"", "\\\""), id, fields)
        .replace('\'', '"');
  }
}
