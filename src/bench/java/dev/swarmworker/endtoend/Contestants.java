package dev.swarmworker.endtoend;

import dev.swarmworker.endtoend.Contestant.Launch;
import dev.swarmworker.endtoend.Contestant.Launcher;
import dev.swarmworker.endtoend.Contestant.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All contestants. The order is that of the tables. */
final class Contestants {

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path BUILT = Path.of("target/bench/contestants").toAbsolutePath();

  private final List<String> jvmOptions;

  /**
   * @param jvmOptions more, for every contestant's JVM
   */
  Contestants(List<String> jvmOptions) {
    this.jvmOptions = jvmOptions;
  }

  List<Contestant> all() {
    return List.of(
        floor(),
        worker(),
        worker("worker-cached", "this worker with its result cache, as by default", 1, Map.of()),
        worker(
            "baseline",
            "this worker's baseline profile: one at a time, fresh connections",
            40,
            Map.of("QUARKUS_PROFILE", "baseline")),
        new Contestant(
            "parallel-consumer",
            "Confluent's, 0.5.3.3, unordered; the JDK's HttpClient; Lettuce",
            Way.KAFKA,
            1,
            builds -> builds.maven("parallel-consumer", BUILT.resolve("parallel-consumer")),
            jvm(
                List.of(
                    "-classpath",
                    BUILT.resolve("parallel-consumer")
                        + "/*:"
                        + BUILT.resolve("parallel-consumer/lib")
                        + "/*",
                    "bench.ParallelConsumerMain"))),
        new Contestant(
            "smallrye",
            "a Quarkus application, @RunOnVirtualThread, all else by default; no Redis",
            Way.KAFKA,
            1,
            builds -> builds.maven("smallrye", BUILT.resolve("smallrye")),
            jvm(List.of("-jar", BUILT.resolve("smallrye/quarkus-app/quarkus-run.jar").toString()))),
        new Contestant(
            "bullmq",
            "BullMQ's worker on Node; its own queue in Redis, no Kafka",
            Way.BULL,
            1,
            builds -> builds.npm("bullmq", BUILT.resolve("bullmq")),
            node(BUILT.resolve("bullmq/worker.js"))),
        new Contestant(
            "claude-flow",
            "claude-flow 2.7's OptimizedExecutor with a real call; in memory, no Kafka, no Redis",
            Way.IN_PROCESS,
            1,
            builds -> builds.npm("claude-flow", BUILT.resolve("claude-flow")),
            node(BUILT.resolve("claude-flow/executor.js"))));
  }

  Contestant floor() {
    return new Contestant(
        "floor",
        "KafkaConsumer, Vert.x' HTTP and Redis clients, one event loop; no guarantees",
        Way.KAFKA,
        1,
        builds -> {},
        jvm(Jvm.mainOfThisClassPath(FloorMain.class)));
  }

  /** This worker, asked for no more than the others can: answers are not kept for equal calls. */
  Contestant worker() {
    return worker(
        "worker",
        "this worker, without its result cache",
        1,
        Map.of("SWARM_CACHE_ENABLED", "false"));
  }

  private Contestant worker(String name, String about, int slowness, Map<String, String> settings) {
    return new Contestant(
        name,
        about,
        Way.KAFKA,
        slowness,
        Builds::worker,
        (place, scenario, number) -> worker(place, scenario, number, settings));
  }

  private Launch worker(Place place, Scenario scenario, int number, Map<String, String> settings) {
    int management = freePort();
    String permits = Integer.toString(scenario.permits());
    Map<String, String> variables = new HashMap<>();
    variables.put("KAFKA_BOOTSTRAP_SERVERS", place.kafka());
    variables.put("QUARKUS_REDIS_HOSTS", place.redis());
    variables.put("ANTHROPIC_BASE_URL", place.upstream());
    variables.put("ANTHROPIC_API_KEY", "not-a-key");
    variables.put("SWARM_TOPICS_TASKS", place.tasks());
    variables.put("SWARM_TOPICS_RESULTS", place.results());
    variables.put("SWARM_TOPICS_DEAD_LETTERS", place.deadLetters());
    variables.put("SWARM_GROUP", place.group());
    variables.put("SWARM_WORKER_ID", "bench-" + number);
    variables.put("QUARKUS_HTTP_PORT", Integer.toString(freePort()));
    variables.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
    if (!"baseline".equals(settings.get("QUARKUS_PROFILE"))) {
      variables.put("SWARM_EXECUTOR_CONCURRENCY", permits);
      variables.put("SWARM_POOL_MAX", permits);
      variables.put("SWARM_DEFAULT_AGENT_MAX_CONCURRENCY", permits);
    }
    variables.putAll(settings);
    variables.putAll(scenario.settings());
    Path gcLog = place.folder().resolve("gc-" + number + ".log");
    return new Launch(
        Jvm.PACKAGE,
        Jvm.worker(gcLog, jvmOptions),
        variables,
        Optional.of(URI.create("http://127.0.0.1:" + management + "/q/health/ready")),
        Optional.of(gcLog));
  }

  private Launcher jvm(List<String> main) {
    return (place, scenario, number) -> {
      Path gcLog = place.folder().resolve("gc-" + number + ".log");
      return new Launch(
          HERE,
          Jvm.contestant(gcLog, jvmOptions, main),
          place.variables(scenario.permits()),
          Optional.empty(),
          Optional.of(gcLog));
    };
  }

  private static Launcher node(Path script) {
    return (place, scenario, number) -> {
      Map<String, String> variables = new HashMap<>(place.variables(scenario.permits()));
      variables.put("BENCH_PROMPT", Integer.toString(scenario.promptBytes()));
      variables.put("BENCH_FILE", InProcessLane.file(place).toString());
      return new Launch(
          HERE, List.of("node", script.toString()), variables, Optional.empty(), Optional.empty());
    };
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
