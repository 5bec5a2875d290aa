package dev.swarmworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.EmbeddedRedis;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.OtlpReceiver;
import dev.swarmworker.support.RedisShell;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log of a packaged worker that is told to log all it can, searched for what no log may have.
 */
class LogSecrecyIT {

  private static final Duration SOON = Duration.ofMinutes(2);

  private static final String PROMPT = "Pq7Xw";
  private static final String INPUT = "Iq7Xw";
  private static final String TASKS_SYSTEM = "Tq7Xw";
  private static final String AGENTS_SYSTEM = "Aq7Xw";
  private static final String OUTPUT = "Oq7Xw";
  private static final String API_KEY = "Kq7Xw";
  private static final String PASSWORD = "Rq7Xw";
  private static final String COLLECTORS_KEY = "Cq7Xw";
  private static final String TOKEN = "Uq7Xw";
  private static final String WRONG_TOKEN = "Wq7Xw";
  private static final List<String> MARKS =
      List.of(
          PROMPT,
          INPUT,
          TASKS_SYSTEM,
          AGENTS_SYSTEM,
          OUTPUT,
          API_KEY,
          PASSWORD,
          COLLECTORS_KEY,
          TOKEN,
          WRONG_TOKEN);

  /** Those of libraries that handle what is marked, or that are known to say much. */
  private static final List<String> CATEGORIES =
      List.of(
          "io.netty",
          "io.vertx",
          "io.vertx.redis.client",
          "io.vertx.core.net.impl",
          "io.quarkus",
          "io.smallrye",
          "io.opentelemetry",
          "jdk.internal.httpclient",
          "org.apache.kafka",
          "org.apache.kafka.clients",
          "org.apache.kafka.clients.consumer",
          "org.apache.kafka.clients.producer",
          "org.apache.kafka.common",
          "org.jboss.resteasy",
          "dev.swarmworker");

  /** Those that have a least level. */
  private static final List<String> CAPPED =
      List.of(
          "io.netty.handler.logging",
          "io.smallrye.config",
          "org.apache.kafka.clients.producer.KafkaProducer");

  @TempDir private static Path files;
  @TempDir private static Path secrets;

  private static LocalEnvironment environment;
  private static EmbeddedRedis redis;
  private static OtlpReceiver collector;
  private static String log;

  @BeforeAll
  static void runAWorkerThatTellsAll() throws IOException {
    environment = LocalEnvironment.start();
    redis = EmbeddedRedis.start();
    collector = OtlpReceiver.start();
    RedisShell.run(redis.port(), "CONFIG", "SET", "requirepass", often(PASSWORD));
    try (Topics topics = new Topics(environment.kafka().orElseThrow().bootstrapServers());
        WorkerProcess worker = WorkerProcess.ready("talker", environment, settings())) {
      topics.awaitMembers(1);
      live(topics, worker);
      worker.terminate();
      worker.awaitExit(Duration.ofSeconds(60));
      log = worker.log();
      Files.writeString(Path.of("target", "log-secrecy.log"), log); // for whoever asks why
    }
  }

  @AfterAll
  static void stop() {
    collector.close();
    redis.close();
    environment.close();
  }

  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "true");
    settings.put("QUARKUS_LOG_LEVEL", "ALL");
    CATEGORIES.forEach(category -> settings.put(levelOf(category), "TRACE"));
    CAPPED.forEach(category -> settings.put(levelOf(category), "TRACE"));
    settings.put(
        "QUARKUS_REDIS_HOSTS", "redis://:" + often(PASSWORD) + "@127.0.0.1:" + redis.port());
    settings.put("ANTHROPIC_API_KEY", often(API_KEY));
    settings.put("SWARM_AGENTS_CODER_SYSTEM_PROMPT", often(AGENTS_SYSTEM));
    settings.put("SWARM_FILES_DIR", files.toString());
    settings.put("SWARM_FILES_INLINE_LIMIT", "4096");
    settings.put("SWARM_LLM_BACKOFF_BASE", "50ms");
    settings.put("SWARM_LLM_BREAKER_FAILURE_RATIO", "1.0");
    Path tokens = Files.writeString(secrets.resolve("tokens"), "operator " + often(TOKEN));
    settings.put("SWARM_API_TOKEN_FILE", tokens.toString());
    settings.put("OTEL_SDK_DISABLED", "false");
    settings.put("OTEL_TRACES_SAMPLER_ARG", "1");
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
    settings.put("OTEL_EXPORTER_OTLP_HEADERS", "authorization=" + often(COLLECTORS_KEY));
    return settings;
  }

  private static String levelOf(String category) {
    return "QUARKUS_LOG_CATEGORY__"
        + category.toUpperCase(Locale.ROOT).replace('.', '_')
        + "__LEVEL";
  }

  /** Through every way that a task's life may take. */
  private static void live(Topics topics, WorkerProcess worker) {
    FakeAnthropic anthropic = environment.anthropic().orElseThrow();
    String echo = "message=\\\"you said " + often(PROMPT) + "\\\"";
    send(topics, "done", 100, "");
    send(topics, "streamed", 8000, "");
    send(topics, "large", 100, "size=20000");
    send(topics, "retried", 100, "times=1 status=529 " + echo);
    send(topics, "refused", 100, "status=400 " + echo);
    send(topics, "broken", 100, "times=1 fault=reset");
    send(topics, "cut", 8000, "times=1 fault=truncate");
    send(topics, "garbled", 100, "times=1 fault=garbage");
    send(topics, "cancelled", 100, "latency=120s");
    send(topics, "done", 100, "");
    topics.send(null, ("no JSON, but " + often(PROMPT)).getBytes(UTF_8), Map.of());
    topics.send(
        null,
        "{\"id\":\"invalid\",\"type\":\"%s\",\"objective\":\"%s\"}"
            .formatted(often(PROMPT) + " ", often(PROMPT))
            .getBytes(UTF_8),
        Map.of());
    await().atMost(SOON).until(() -> anthropic.calls("cancelled") == 1);
    assertThat(worker.call("DELETE", "/tasks/cancelled", wrongToken()).statusCode()).isEqualTo(401);
    assertThat(worker.call("DELETE", "/tasks/cancelled", often(TOKEN)).statusCode()).isEqualTo(202);
    worker.get("/tasks/done");
    worker.get("/cache");
    for (String id :
        List.of(
            "done",
            "streamed",
            "large",
            "retried",
            "refused",
            "broken",
            "cut",
            "garbled",
            "cancelled",
            "invalid")) {
      await(id).atMost(SOON).until(() -> topics.hasResultOf(id));
    }
    await().atMost(SOON).until(() -> topics.deadLetters().size() >= 3);
    assertThat(topics.resultOf("done").path("output").asText()).contains(OUTPUT);
    assertThat(topics.resultOf("cancelled").path("status").asText()).isEqualTo("cancelled");
    await().atMost(SOON).until(() -> topics.lag() == 0);
  }

  private static void send(Topics topics, String id, int maxTokens, String directive) {
    String output = directive.contains("size=") ? "" : "output=\\\"" + often(OUTPUT) + "\\\"";
    String task =
        """
        {"id":"%s","type":"coding","objective":"[fake id=%s %s %s] %s","input":{"text":"%s"},
         "requirements":{"capabilities":["coding"]},"constraints":{"maxTokens":%d}%s}
        """
            .formatted(
                id,
                id,
                directive,
                output,
                often(PROMPT),
                often(INPUT),
                maxTokens,
                id.equals("done")
                    ? ""
                    : ",\"metadata\":{\"systemPrompt\":\"" + often(TASKS_SYSTEM) + "\"}");
    topics.send(null, task.getBytes(UTF_8), Map.of());
  }

  /** In the form of a JWT, with a mark in each of its parts. */
  private static String wrongToken() {
    return String.join(".", often(WRONG_TOKEN), often(WRONG_TOKEN), often(WRONG_TOKEN));
  }

  /** So often that every row of a dump of bytes has it whole. */
  private static String often(String mark) {
    return mark.repeat(8);
  }

  @Test
  void everyLine_isJson_exceptionsTooAndAllLevelsAreThere() {
    List<JsonNode> lines = lines();

    assertThat(lines).allMatch(JsonNode::isObject);
    assertThat(lines).extracting(line -> line.path("level").asText()).contains("TRACE", "DEBUG");
    assertThat(lines)
        .filteredOn(line -> line.has("stackTrace"))
        .isNotEmpty()
        .allMatch(line -> line.path("stackTrace").asText().contains("\n"));
    assertThat(lines)
        .allMatch(line -> line.path("workerId").asText().equals("talker"))
        .allMatch(line -> line.hasNonNull("timestamp") && line.hasNonNull("message"));
  }

  @Test
  void categoryWithALeastLevel_keepsItWhateverIsAskedFor() {
    for (String category : CAPPED) {
      assertThat(log).contains("for category '" + category + "' set below minimum logging level");
      assertThat(lines())
          .filteredOn(line -> line.path("loggerName").asText().startsWith(category))
          .extracting(line -> line.path("level").asText())
          .isSubsetOf("INFO", "WARN", "ERROR");
    }
  }

  @Test
  void eventsOfTasks_haveTheirKeys() {
    JsonNode retrying = event("retried", "task.retrying");
    assertThat(retrying.path("attempt").intValue()).isEqualTo(1);
    assertThat(retrying.path("agent").asText()).isNotEmpty();
    assertThat(retrying.path("topic").asText()).isEqualTo("swarm.tasks");
    assertThat(retrying.path("partition").isNumber()).isTrue();
    assertThat(retrying.path("offset").isNumber()).isTrue();
    assertThat(event("refused", "task.failed").path("code").asText())
        .isEqualTo("UPSTREAM_REJECTED");
    assertThat(event("done", "task.completed").path("attempt").intValue()).isEqualTo(1);
    assertThat(event("done", "task.completed").path("traceId").asText())
        .as("of a trace that begins here")
        .matches("[0-9a-f]{32}");
    assertThat(event("cancelled", "task.cancelled").path("code").asText()).isEqualTo("CANCELLED");
    assertThat(event("invalid", "task.dead-lettered").path("code").asText())
        .isEqualTo("INVALID_TASK");
  }

  @Test
  void writingCall_hasItsKeys() {
    JsonNode write =
        lines().stream()
            .filter(line -> line.path("event").asText().equals("api.write"))
            .findFirst()
            .orElseThrow();
    assertThat(write.path("role").asText()).isEqualTo("operator");
    assertThat(write.path("method").asText()).isEqualTo("DELETE");
    assertThat(write.path("path").asText()).isEqualTo("/tasks/{id}");
    assertThat(write.path("status").intValue()).isEqualTo(202);
  }

  @Test
  void nothingThatIsSecret_isInAnyLine() {
    for (String mark : MARKS) {
      String bytes = Arrays.toString(mark.getBytes(UTF_8)).replaceAll("[\\[\\]]", "");
      assertThat(log.lines().filter(line -> line.contains(mark) || line.contains(bytes)))
          .as(mark)
          .map(line -> line.substring(0, Math.min(1000, line.length())))
          .isEmpty();
    }
  }

  private static JsonNode event(String taskId, String event) {
    return lines().stream()
        .filter(line -> line.path("taskId").asText().equals(taskId))
        .filter(line -> line.path("event").asText().equals(event))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + event + " of " + taskId));
  }

  private static List<JsonNode> lines() {
    Stream<String> lines = log.lines();
    return lines.map(line -> Topics.json(line.getBytes(UTF_8))).toList();
  }
}
