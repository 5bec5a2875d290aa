package dev.swarmworker.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Has the packaged worker do some work of all common kinds between embedded servers, and the JVM
 * write down what it learnt of it: classes loaded and linked, and which methods are worth
 * compiling. A worker that starts with that cache is ready sooner and at full speed sooner.
 */
public final class Training {

  private static final int TASKS = 30_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** For requests that nobody's life depends on. */
  private static final List<String> PAGES =
      List.of("/stats", "/agents", "/tasks/training-1", "/tasks/nobody");

  private static final List<String> CHECKS =
      List.of("/q/metrics", "/q/health/live", "/q/health/ready", "/q/health/started");

  private final LocalEnvironment environment;
  private final TrainedWorker worker;
  private final HttpClient http = HttpClient.newHttpClient();

  private Training(LocalEnvironment environment, TrainedWorker worker) {
    this.environment = environment;
    this.worker = worker;
  }

  /**
   * Trains once, and ends this process.
   *
   * @param args the package's folder ({@code target/quarkus-app}), the cache's file, and the
   *     options of the JVM that is going to use it, which must be the same
   */
  public static void main(String... args) throws Exception {
    boundInTime();
    initializeLogging();
    Path folder = Path.of(args[0]);
    Path cache = Path.of(args[1]).toAbsolutePath();
    List<String> options = List.of(args).subList(2, args.length);
    try (LocalEnvironment environment = LocalEnvironment.start()) {
      Map<String, String> settings = new HashMap<>();
      environment
          .configuration()
          .forEach(
              (key, value) ->
                  settings.put(key.replaceAll("[^A-Za-z]", "_").toUpperCase(Locale.ROOT), value));
      try (TrainedWorker worker = TrainedWorker.start(folder, cache, options, settings)) {
        new Training(environment, worker).run();
        worker.stop(PATIENCE);
        if (!Files.isRegularFile(cache)) {
          throw new IllegalStateException("the JVM wrote no cache; it said:\n" + worker.log());
        }
      }
    }
    System.out.printf("trained: %s, %d MiB%n", cache, Files.size(cache) >> 20);
    System.exit(0); // whatever the embedded servers have left running
  }

  private static void boundInTime() {
    CompletableFuture.delayedExecutor(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)
        .execute(
            () -> {
              System.err.println("training took too long");
              Runtime.getRuntime().halt(1);
            });
  }

  /** By one thread, before the servers start side by side: several at once lock each other up. */
  private static void initializeLogging() {
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  private void run() throws IOException, InterruptedException {
    await("ready", () -> status(worker.management("/q/health/ready")) == 200);
    String servers = environment.kafka().orElseThrow().bootstrapServers();
    send(servers);
    try (KafkaConsumer<String, String> results = results(servers)) {
      Set<TopicPartition> partitions = Set.copyOf(partitions(results));
      await(
          "all results",
          () ->
              results.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum()
                  >= TASKS);
    }
    for (int i = 0; i < 50; i++) {
      PAGES.forEach(page -> status(worker.api(page)));
      CHECKS.forEach(page -> status(worker.management(page)));
    }
  }

  private static void send(String servers) {
    SampleTasks samples = new SampleTasks("training");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < TASKS; i++) {
        String id = "training-" + i;
        var _ = producer.send(new ProducerRecord<>(LocalEnvironment.TASKS, id, task(id, i)));
        if (i % 300 == 0) { // failures, repeats, what is no task
          var sample = samples.sample(i / 300);
          var _ =
              producer.send(
                  new ProducerRecord<>(LocalEnvironment.TASKS, sample.key(), sample.value()));
        }
      }
    }
  }

  /** Every tenth has a long answer, which is streamed. */
  private static String task(String id, int number) {
    return """
    {"id":"%s","type":"%s","priority":"%s","description":"Say what number %d is good for.",\
    "constraints":{"maxRetries":3,"timeoutAfter":30000%s},"metadata":{"cache":%s}}"""
        .formatted(
            id,
            List.of("coder", "research", "analysis", "testing").get(number % 4),
            List.of("normal", "high", "low").get(number % 3),
            number,
            number % 10 == 0 ? ",\"maxTokens\":8000" : "",
            number % 2 == 0);
  }

  private static KafkaConsumer<String, String> results(String servers) {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", servers), new StringDeserializer(), new StringDeserializer());
  }

  private static List<TopicPartition> partitions(KafkaConsumer<String, String> results) {
    int count = results.partitionsFor("swarm.results").size();
    return IntStream.range(0, count).mapToObj(i -> new TopicPartition("swarm.results", i)).toList();
  }

  /** Of a page; 0 where nobody answers. */
  private int status(URI page) {
    try {
      HttpRequest request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private interface Condition {
    boolean holds();
  }

  private void await(String what, Condition condition) throws InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > giveUp || !worker.waitFor(Duration.ofMillis(50))) {
        throw new IllegalStateException("not " + what + "; the worker said:\n" + worker.log());
      }
    }
  }
}
