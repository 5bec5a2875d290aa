package dev.swarmworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.EmbeddedKafka.Topic;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every key of the contract, given as an environment variable, by what it changes. Two workers: one
 * with nearly everything set, one whose settings would spoil the other's tests.
 */
class ConfigurationIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Topics.Names OWN_NAMES =
      new Topics.Names("knobs.in", "knobs.out", "knobs.dead", "knobs-group");

  @TempDir private static Path folder;

  private static LocalEnvironment environment;
  private static FakeAnthropic anthropic;
  private static FakeAnthropic another;
  private static WorkerProcess worker;
  private static WorkerProcess narrow;
  private static Topics topics;
  private static Topics narrowTopics;
  private static int warmed;

  @BeforeAll
  static void start() {
    environment = LocalEnvironment.start();
    anthropic = environment.anthropic().orElseThrow();
    another = FakeAnthropic.start();
    String broker = environment.kafka().orElseThrow().bootstrapServers();
    environment
        .kafka()
        .orElseThrow()
        .createTopics(
            List.of(
                new Topic(OWN_NAMES.tasks(), 2, 1 << 20),
                new Topic(OWN_NAMES.results(), 1, 1 << 20),
                new Topic(OWN_NAMES.deadLetters(), 1, 1 << 20)));
    worker = WorkerProcess.start("wide", environment, nearlyEverything());
    narrow = WorkerProcess.start("narrow", environment, theRest());
    await().atMost(SOON).until(() -> worker.managementStatus("/q/health/ready") == 200);
    await().atMost(SOON).until(() -> anthropic.connectionsOpened() > 0);
    warmed = anthropic.connectionsOpened();
    await().atMost(SOON).until(() -> narrow.managementStatus("/q/health/ready") == 200);
    topics = new Topics(broker, OWN_NAMES);
    narrowTopics = new Topics(broker);
  }

  private static Map<String, String> nearlyEverything() {
    Map<String, String> settings = new HashMap<>();
    settings.put("SWARM_TOPICS_TASKS", OWN_NAMES.tasks());
    settings.put("SWARM_TOPICS_RESULTS", OWN_NAMES.results());
    settings.put("SWARM_TOPICS_DEAD_LETTERS", OWN_NAMES.deadLetters());
    settings.put("SWARM_GROUP", OWN_NAMES.group());
    settings.put("SWARM_INTAKE_MAX_BYTES", "20000");
    settings.put("SWARM_EXECUTOR_CONCURRENCY", "3");
    settings.put("SWARM_EXECUTOR_QUEUE", "4");
    settings.put("SWARM_POOL_MIN", "5");
    settings.put("SWARM_POOL_IDLE_TIMEOUT", "2s");
    settings.put("SWARM_CACHE_TTL", "6s");
    settings.put("SWARM_CACHE_MAX_ENTRIES", "2");
    settings.put("SWARM_STATE_TTL", "6s");
    settings.put("SWARM_HISTORY_CAPACITY", "200");
    settings.put("SWARM_FILES_DIR", folder.toString());
    settings.put("SWARM_FILES_INLINE_LIMIT", "1KiB");
    settings.put("SWARM_FILES_RETENTION", "10s");
    settings.put("SWARM_MONITOR_INTERVAL", "500ms");
    settings.put("SWARM_MONITOR_SLOW_TASK_THRESHOLD", "1s");
    settings.put("SWARM_AGENTS_CODER_MODEL", "claude-of-its-own");
    settings.put("SWARM_AGENTS_MONITOR_ENABLED", "false");
    settings.put("SWARM_AGENTS_POET_TYPE", "bard");
    settings.put("SWARM_AGENTS_POET_CAPABILITIES", "poetry,rhymes");
    settings.put("SWARM_AGENTS_POET_MODEL", "verse-1");
    settings.put("SWARM_AGENTS_POET_SYSTEM_PROMPT", "You rhyme.");
    settings.put("SWARM_AGENTS_POET_PROVIDER", "openai");
    settings.put("SWARM_AGENTS_POET_BASE_URL", another.baseUrl());
    settings.put("SWARM_AGENTS_POET_API_KEY", "sk-poet");
    settings.put("SWARM_AGENTS_POET_MAX_CONCURRENCY", "1");
    settings.put("SWARM_AGENTS__NIGHT_OWL__CAPABILITIES", "night-watch");
    return settings;
  }

  private static Map<String, String> theRest() {
    return Map.of(
        "ANTHROPIC_BASE_URL", another.baseUrl() + "/",
        "ANTHROPIC_API_KEY", "sk-narrow",
        "SWARM_LLM_FIRST_BYTE_TIMEOUT", "2s",
        "SWARM_CACHE_ENABLED", "false",
        "SWARM_STATE_MAX_ENTRIES", "64",
        "SWARM_POOL_MIN", "0",
        "SWARM_POOL_MAX", "1",
        "SWARM_POOL_ACQUIRE_TIMEOUT", "200ms");
  }

  @AfterAll
  static void stop() {
    topics.close();
    narrowTopics.close();
    worker.close();
    narrow.close();
    another.close();
    environment.close();
  }

  @Test
  void topicsAndGroup() {
    JsonNode result = run("names-1", "coding", "");
    topics.send("no task");

    assertThat(result.path("workerId").asText()).isEqualTo("wide");
    await().atMost(SOON).until(() -> letters("no task") == 1);
    await("the group of that name commits").atMost(SOON).until(() -> topics.lag() == 0);
    assertThat(narrowTopics.resultsOf("names-1")).isEmpty();
  }

  @Test
  void intakeMaxBytes() {
    topics.send(task("large-1", "coding", "x".repeat(20_000)));

    await().atMost(SOON).until(() -> topics.resultOf("large-1") != null);
    JsonNode error = topics.resultOf("large-1").path("error");
    assertThat(error.path("code").asText()).isEqualTo("TASK_TOO_LARGE");
    assertThat(error.path("message").asText()).contains("at most 20000");
  }

  @Test
  void executorConcurrencyAndQueue_boundWhatRunsAndWhatIsHeld() {
    List<String> ids = IntStream.range(0, 15).mapToObj(i -> "held-" + i).toList();
    anthropic.reset();

    ids.forEach(id -> topics.send(task(id, "coding", "[fake id=held latency=1s] " + id)));

    int mostHeld = 0;
    while (ids.stream().anyMatch(id -> topics.resultOf(id) == null)) {
      JsonNode executor = stats(worker).path("executor");
      int active = executor.path("activeExecutions").asInt();
      assertThat(active).isLessThanOrEqualTo(3);
      mostHeld = Math.max(mostHeld, active + executor.path("queueLength").asInt());
    }
    assertThat(mostHeld).isEqualTo(7);
    assertThat(anthropic.maxConcurrent()).isEqualTo(3);
    assertThat(stats(worker).path("executor").path("concurrency").asInt()).isEqualTo(3);
  }

  @Test
  void poolMin_isWarmed_andIdleConnectionsAreClosed() {
    assertThat(warmed).as("of five over three providers and one of them elsewhere").isPositive();
    assertThat(stats(worker).path("connectionPool").path("opened").asInt())
        .isGreaterThanOrEqualTo(5);

    run("idle-1", "coding", "");

    await("well below the default of 30 s")
        .atMost(Duration.ofSeconds(15))
        .until(() -> stats(worker).path("connectionPool").path("total").asInt() == 0);
  }

  @Test
  void poolMaxAndAcquireTimeout_boundConnectionsAndTheWaitForOne() {
    narrowTopics.send(task("narrow-1", "coding", "[fake id=narrow-1 latency=4s]"));
    await().atMost(SOON).until(() -> another.calls("narrow-1") == 1);

    // A wait for a connection in vain makes no call, and so takes no retry.
    narrowTopics.send(
        "{'id':'narrow-2','type':'coding','objective':'[fake id=narrow-2]','constraints':{'maxRetries':0}}");

    await().atMost(SOON).until(() -> events(narrow).contains("pool.exhausted"));
    assertThat(events(narrow)).contains("no free connection within PT0.2S: all 1 are in use");
    await().atMost(SOON).until(() -> narrowTopics.resultOf("narrow-2") != null);
    assertThat(narrowTopics.resultOf("narrow-2").path("status").asText()).isEqualTo("completed");
    assertThat(narrowTopics.resultOf("narrow-2").path("attempts").asInt()).isEqualTo(1);
    assertThat(stats(narrow).path("connectionPool").path("total").asInt()).isEqualTo(1);
    assertThat(another.lastRequest("narrow-2").headers()).containsEntry("x-api-key", "sk-narrow");
  }

  @Test
  void llmFirstByteTimeout_isHowLongAStreamMayTakeToBegin() {
    narrowTopics.send(task("silent-1", "coding", "[fake id=silent-1 fault=hang times=1]"));

    await().atMost(SOON).until(() -> narrowTopics.resultOf("silent-1") != null);
    assertThat(another.lastRequest("silent-1").body()).contains("\"stream\":true");
    assertThat(narrowTopics.resultOf("silent-1").path("attempts").asInt()).isEqualTo(2);
    assertThat(narrowTopics.resultOf("silent-1").path("executionTime").asLong())
        .as("well below the default of 2 min")
        .isBetween(2_000L, 30_000L);
  }

  @Test
  void cache_keepsAsLongAndAsManyAsItMay() {
    AtomicInteger n = new AtomicInteger();
    assertThat(cached(n)).isFalse();
    assertThat(cached(n)).isTrue();

    await("well below the default of an hour").atMost(SOON).until(() -> !cached(n));

    IntStream.range(0, 6).forEach(i -> run("many-" + i, "coding", "[fake id=many] no " + i));
    assertThat(anthropic.calls("many")).isEqualTo(6);
    assertThat(stats(worker).path("cache").path("size").asInt()).isBetween(1, 2);
  }

  private static boolean cached(AtomicInteger n) {
    return run("kept-" + n.incrementAndGet(), "coding", "[fake id=kept] the same")
        .path("cached")
        .asBoolean();
  }

  @Test
  void cacheSwitchedOff_makesEachCall() {
    for (String id : List.of("off-1", "off-2")) {
      narrowTopics.send(task(id, "coding", "[fake id=off] the same"));
      await().atMost(SOON).until(() -> narrowTopics.resultOf(id) != null);
    }

    assertThat(another.calls("off")).isEqualTo(2);
    assertThat(narrowTopics.resultOf("off-2").path("cached").asBoolean(true)).isFalse();
  }

  @Test
  void stateTtl_isHowLongATaskIsKnown() {
    run("ttl-1", "coding", "");
    JsonNode state = Topics.json(worker.get("/tasks/ttl-1").body().getBytes(UTF_8));

    Instant updated = Instant.parse(state.path("updatedAt").asText());
    assertThat(Instant.parse(state.path("expiresAt").asText()))
        .isBetween(updated.plusMillis(5_900), updated.plusMillis(6_100));
    await().atMost(SOON).until(() -> worker.get("/tasks/ttl-1").statusCode() == 404);
  }

  @Test
  void stateMaxEntries_evictsOutcomesButNotTheirMarkers() {
    List<String> ids = IntStream.range(0, 150).mapToObj(i -> "evict-" + i).toList();
    ids.forEach(id -> narrowTopics.send(task(id, "coding", "[fake id=evict] " + id)));
    await()
        .atMost(SOON)
        .until(() -> ids.stream().allMatch(id -> narrowTopics.resultOf(id) != null));

    await()
        .atMost(SOON)
        .until(() -> stats(narrow).path("state").path("evictions").asInt() >= 150 - 64);

    ids.forEach(id -> narrowTopics.send(task(id, "coding", "[fake id=evict] " + id)));
    await().atMost(SOON).until(() -> narrowTopics.lag() == 0);
    assertThat(another.calls("evict")).isEqualTo(150);
  }

  @Test
  void historyCapacity_isTheNumberOfEventsKept() {
    IntStream.range(0, 70).forEach(i -> topics.send(task("past-" + i, "coding", "past " + i)));

    await()
        .atMost(SOON)
        .until(() -> stats(worker).path("history").path("totalWritten").asInt() > 200);
    assertThat(stats(worker).path("history").path("capacity").asInt()).isEqualTo(200);
    assertThat(Topics.json(events(worker).getBytes(UTF_8))).hasSize(200);
  }

  @Test
  void filesDirAndInlineLimit_sendLargeOutputsToTheFolder() {
    JsonNode small = run("file-1", "coding", "[fake size=1024]");
    JsonNode large = run("file-2", "coding", "[fake size=1025]");

    assertThat(small.path("output").asText()).hasSize(1024);
    assertThat(large.path("output").asText()).isEmpty();
    assertThat(folder.resolve(large.path("artifact").path("path").asText()))
        .satisfies(path -> assertThat(Files.size(path)).isEqualTo(1025));
  }

  @Test
  void filesRetention_isHowLongAnOutputsFileIsKept() throws Exception {
    Path theirs = Files.writeString(folder.resolve("theirs.txt"), "an input");
    Files.setLastModifiedTime(theirs, FileTime.from(Instant.EPOCH));
    String path =
        run("file-3", "coding", "[fake size=1026]").path("artifact").path("path").asText();

    await("well below the default of 7 d")
        .atMost(SOON)
        .until(() -> worker.get("/artifacts/" + path).statusCode() == 404);

    assertThat(folder.resolve(path)).doesNotExist();
    assertThat(theirs).exists();
  }

  @Test
  void monitorIntervalAndSlowTaskThreshold() {
    run("slow-1", "coding", "[fake id=slow-1 latency=3s]");

    await().atMost(SOON).until(() -> events(worker).contains("alert.raised"));
    assertThat(events(worker)).contains("slow-task");
    List<Instant> samples =
        StreamSupport.stream(
                Topics.json(worker.get("/stats/history?limit=2").body().getBytes(UTF_8))
                    .spliterator(),
                false)
            .map(sample -> Instant.parse(sample.path("at").asText()))
            .sorted()
            .toList();
    assertThat(Duration.between(samples.getFirst(), samples.getLast()))
        .isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void agents_areChangedAddedAndRemoved() {
    String agents = worker.get("/agents").body();
    assertThat(agents)
        .contains("\"id\":\"poet\"", "\"type\":\"bard\"", "\"id\":\"night.owl\"")
        .doesNotContain("\"id\":\"monitor\"", "sk-poet", another.baseUrl());
    assertThat(run("own-model", "coding", "").path("model").asText())
        .isEqualTo("claude-of-its-own");

    topics.send(task("poem-1", "poetry", "[fake id=poem-1 fault=hang]"));
    await().atMost(SOON).until(() -> another.calls("poem-1") == 1);
    topics.send(task("poem-2", "rhymes", "[fake id=poem-2]"));
    await("one at a time")
        .during(Duration.ofSeconds(1))
        .atMost(SOON)
        .until(() -> another.calls("poem-2") == 0);
    assertThat(worker.delete("/tasks/poem-1").statusCode()).isEqualTo(202);
    await().atMost(SOON).until(() -> topics.resultOf("poem-2") != null);
    assertThat(topics.resultOf("poem-2").path("agentId").asText()).isEqualTo("poet");
    FakeAnthropic.Received request = another.lastRequest("poem-1");
    assertThat(request.headers()).containsEntry("authorization", "Bearer sk-poet");
    assertThat(request.body()).contains("You rhyme.", "verse-1");
  }

  private static JsonNode run(String id, String type, String objective) {
    topics.send(task(id, type, objective));
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return topics.resultOf(id);
  }

  private static String task(String id, String type, String objective) {
    return "{'id':'%s','type':'%s','objective':'Do. %s'}".formatted(id, type, objective);
  }

  private static JsonNode stats(WorkerProcess of) {
    return Topics.json(of.get("/stats").body().getBytes(UTF_8));
  }

  private static String events(WorkerProcess of) {
    return of.get("/events?limit=100000").body();
  }

  private static long letters(String value) {
    return topics.deadLetters().stream()
        .filter(letter -> new String(letter.value(), UTF_8).equals(value))
        .count();
  }
}
