package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.support.WorkerProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A setting that is of no use ends the start with a line that names key, value and remedy. */
class WrongConfigurationIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String SECRET = "sk-never-to-be-told";

  /** Nobody answers there; a worker that got so far would wait, and never end by itself. */
  private static final Map<String, String> RIGHT =
      Map.of(
          "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
          "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1",
          "ANTHROPIC_API_KEY", SECRET);

  /** What is said of values out of bounds: of all at once, a line each. */
  private static final Map<String, String> OUT_OF_BOUNDS =
      Map.ofEntries(
          Map.entry("SWARM_EXECUTOR_CONCURRENCY=0", "swarm.executor.concurrency is 0, must be 1 "),
          Map.entry("SWARM_EXECUTOR_QUEUE=-1", "swarm.executor.queue is -1, must be 0 to 1000000"),
          Map.entry("SWARM_POOL_MAX=0", "swarm.pool.max is 0, must be 1 to 10000"),
          Map.entry("SWARM_POOL_MIN=-1", "swarm.pool.min is -1, must be 0 or more"),
          Map.entry("SWARM_STATE_TTL=1ms", "swarm.state.ttl is PT0.001S, must be 1s to 30d"),
          Map.entry("SWARM_STATE_MAX_ENTRIES=1", "swarm.state.max-entries is 1, must be 64 to "),
          Map.entry("SWARM_STATE_LEASE=1h", "swarm.state.lease is PT1H, must be 1s to 10m"),
          Map.entry("SWARM_CACHE_TTL=31d", "swarm.cache.ttl is PT744H, must be 1s to 30d"),
          Map.entry("SWARM_CACHE_MAX_ENTRIES=0", "swarm.cache.max-entries is 0, must be 1 to "),
          Map.entry("SWARM_HISTORY_CAPACITY=0", "swarm.history.capacity is 0, must be 1 to "),
          Map.entry("SWARM_FILES_READ_CONCURRENCY=0", "swarm.files.read-concurrency is 0, must"),
          Map.entry("SWARM_FILES_WRITE_CONCURRENCY=9999", "swarm.files.write-concurrency is 9999"),
          Map.entry("SWARM_MONITOR_INTERVAL=1ms", "swarm.monitor.interval is PT0.001S, must be"),
          Map.entry("SWARM_MONITOR_ALERTS_POOL_USE=7", "pool-use is 7.0, must be 0 to 1"),
          Map.entry("SWARM_LLM_MAX_RETRIES=99", "swarm.llm.max-retries is 99, must be 0 to 20"),
          Map.entry("SWARM_TOPICS_TASKS=a/b", "swarm.topics.tasks is 'a/b', must match"),
          Map.entry("SWARM_POOL_CONNECT_TIMEOUT=2h", "swarm.pool.connect-timeout is PT2H, must be"),
          Map.entry("SWARM_LLM_TIMEOUT=0s", "swarm.llm.timeout is PT0S, must be 1ms to 1d"),
          Map.entry("SWARM_LLM_BACKOFF_BASE=2h", "swarm.llm.backoff.base is PT2H, must be 1ms to"),
          Map.entry("SWARM_WORKER_ID=a b", "swarm.worker.id is 'a b', must match"));

  /**
   * Values that cannot be read at all; the others of such a group of keys are then not looked at.
   */
  private static final Map<String, String> UNREADABLE =
      Map.of(
          "SWARM_STATE_TTL=abc", "swarm.state.ttl with the config value \"abc\"",
          "SWARM_EXECUTOR_QUEUE=many", "swarm.executor.queue with the config value \"many\"",
          "SWARM_FILES_INLINE_LIMIT=big", "'big' is not a size such as 512, 256KiB, 1MiB or 2GiB",
          "SWARM_SELECTION_POLICY=best", "best to enum class",
          "SWARM_AGENTS_X_PROVIDER=foo", "foo to enum class",
          "SWARM_TOPICS_RESULTS=", "swarm.topics.results is defined as the empty String");

  @TempDir private Path folder;

  @Test
  void manyWrongSettings_areAllNamedAtOnce() {
    WorkerProcess outOfBounds = WorkerProcess.start("wrong", settings(OUT_OF_BOUNDS));
    WorkerProcess unreadable = WorkerProcess.start("wrong", settings(UNREADABLE));

    assertALineEach(OUT_OF_BOUNDS, saidAtItsEnd(outOfBounds));
    assertALineEach(UNREADABLE, saidAtItsEnd(unreadable));
  }

  private static Map<String, String> settings(Map<String, String> wrong) {
    Map<String, String> settings = new HashMap<>(RIGHT);
    wrong.keySet().stream()
        .map(setting -> setting.split("=", 2))
        .forEach(pair -> settings.put(pair[0], pair[1]));
    return settings;
  }

  private static void assertALineEach(Map<String, String> wrong, List<String> said) {
    assertThat(wrong.values())
        .allSatisfy(words -> assertThat(said).filteredOn(s -> s.contains(words)).hasSize(1));
    assertThat(said).as("a line each, and a few before").hasSizeLessThan(wrong.size() + 4);
  }

  @Test
  void settingsWrongTogether_orWithTheWorld_areNamedInOneLine() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Map<String, UnaryOperator<Map<String, String>>> wrong = new LinkedHashMap<>();
    wrong.put("swarm.pool.min is 20: at most swarm.pool.max (10)", with("SWARM_POOL_MIN", "20"));
    wrong.put("api-key (or ANTHROPIC_API_KEY) is missing", with("ANTHROPIC_API_KEY", ""));
    wrong.put("quarkus.redis.hosts (or QUARKUS_REDIS", with("QUARKUS_REDIS_HOSTS", ""));
    wrong.put("swarm.files.dir is '" + file + "': a folder", with("SWARM_FILES_DIR", "" + file));
    wrong.put("swarm.api.reading is 'role': swarm.api.tok", with("SWARM_API_READING", "role"));
    wrong.put("swarm.api.client-auth is 'req", with("SWARM_API_CLIENT_AUTH", "required"));
    wrong.put(
        "swarm.api.token-file: the file cannot be read",
        with("SWARM_API_TOKEN_FILE", "" + folder.resolve("missing")));
    wrong.put("swarm.api.token-file: it has 0 tokens", with("SWARM_API_TOKEN_FILE", "" + file));
    wrong.put(
        "swarm.api.token-file: the token in line 1 is of %d char".formatted(SECRET.length()),
        with("SWARM_API_TOKEN_FILE", "" + Files.writeString(folder.resolve("short"), SECRET)));
    wrong.put("kafka.bootstrap.servers is 'kafka': host", with("KAFKA_BOOTSTRAP_SERVERS", "kafka"));
    wrong.put(
        "kafka.* is not allowed: Invalid value FOO for configuration security.protocol",
        with("KAFKA_SECURITY_PROTOCOL", "FOO"));
    wrong.put(
        "kafka.consumer.auto.commit.interval.ms is '0': a number",
        with("KAFKA_CONSUMER_AUTO_COMMIT_INTERVAL_MS", "0"));
    wrong.put(
        "SWARM_EXECUTOR_CONCURENCY is no setting of the worker, the nearest is SWARM_EXECUTOR_CONCURRENCY",
        with("SWARM_EXECUTOR_CONCURENCY", SECRET));
    wrong.put(
        "base-url is '(not shown)': http:// or https:// and a host",
        with("ANTHROPIC_BASE_URL", "https://user:" + SECRET + "@host"));

    wrong.forEach(
        (words, change) -> {
          List<String> said = saidAtItsEnd(WorkerProcess.start("wrong", change.apply(RIGHT)));
          assertThat(said).singleElement().asString().contains(words);
        });
  }

  /**
   * Whatever is found wrong, nobody has been called by then: a connection that is cut off on the
   * way would be told of as well, or even be kept by the other side.
   */
  @Test
  void wrongSetting_isFoundBeforeAnythingConnects() throws Exception {
    try (ServerSocket neighbour = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + neighbour.getLocalPort();
      Map<String, String> all = new HashMap<>(RIGHT);
      all.put("KAFKA_BOOTSTRAP_SERVERS", address);
      all.put("QUARKUS_REDIS_HOSTS", "redis://" + address);
      all.put("ANTHROPIC_BASE_URL", "http://" + address);

      for (String wrong :
          List.of("SWARM_POOL_MIN=20", "SWARM_FILES_DIR=/dev/null/x", "SWARM_POOL_MX=1")) {
        Map<String, String> settings = new HashMap<>(all);
        settings.put(wrong.split("=", 2)[0], wrong.split("=", 2)[1]);
        saidAtItsEnd(WorkerProcess.start("wrong", settings));
      }

      neighbour.setSoTimeout(100); // who came before is still waiting at the door
      assertThatThrownBy(neighbour::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void addressOfRedisThatIsNone_isNamedAndNotShown() {
    List<String> said =
        saidAtItsEnd(
            WorkerProcess.start(
                "wrong", with("QUARKUS_REDIS_HOSTS", "http://" + SECRET).apply(RIGHT)));

    assertThat(said).last().asString().contains("quarkus.redis.hosts", "redis://host:port");
  }

  /** Of a file or a system property, by the configuration itself. */
  @Test
  void keyThatThereIsNot_isNamed() throws Exception {
    Path config = Files.createDirectories(folder.resolve("config"));
    Path file = config.resolve("application.properties");
    Files.writeString(file, "swarm.executor.concurency=5\nswarm.pol.max=1\n");
    Map<String, String> settings = with("SMALLRYE_CONFIG_LOCATIONS", file.toString()).apply(RIGHT);

    List<String> said = saidAtItsEnd(WorkerProcess.start("wrong", settings));

    assertThat(said).anyMatch(line -> line.contains("swarm.executor.concurency"));
    assertThat(said).anyMatch(line -> line.contains("swarm.pol.max"));
  }

  @Test
  void tracingThatCannotBe_endsTheStartWithALine() {
    Map<String, String> settings = new HashMap<>(RIGHT);
    settings.put("OTEL_SDK_DISABLED", "false");
    settings.put("OTEL_TRACES_SAMPLER", "sometimes");

    assertThat(saidAtItsEnd(WorkerProcess.start("wrong", settings)))
        .last()
        .asString()
        .contains("otel.traces.sampler: sometimes");
  }

  @Test
  void protocolOfTracesThatIsNotSpoken_isNamed_fromAFileToo() throws Exception {
    Map<String, String> variables = new HashMap<>(RIGHT);
    variables.put("OTEL_SDK_DISABLED", "false");
    variables.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    Path file = folder.resolve("traces.properties");
    Files.writeString(file, "otel.sdk.disabled=false\notel.exporter.otlp.protocol=grpc\n");

    for (Map<String, String> settings :
        List.of(variables, with("SMALLRYE_CONFIG_LOCATIONS", file.toString()).apply(RIGHT))) {
      assertThat(saidAtItsEnd(WorkerProcess.start("wrong", settings)))
          .last()
          .asString()
          .contains("otel.exporter.otlp.protocol is 'grpc', must be http/protobuf");
    }
  }

  private static UnaryOperator<Map<String, String>> with(String key, String value) {
    return settings -> {
      Map<String, String> changed = new HashMap<>(settings);
      changed.put(key, value);
      return changed;
    };
  }

  private static List<String> saidAtItsEnd(WorkerProcess starting) {
    try (WorkerProcess worker = starting) {
      assertThat(worker.awaitExit(SOON)).as(worker.log()).isEqualTo(1);
      assertThat(worker.log()).doesNotContain(SECRET, "\tat ");
      return worker.log().strip().lines().toList();
    }
  }
}
