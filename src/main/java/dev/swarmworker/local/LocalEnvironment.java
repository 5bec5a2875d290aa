package dev.swarmworker.local;

import dev.swarmworker.local.EmbeddedKafka.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything the worker needs around it: broker with topics, Redis, a provider. Each is embedded
 * only where no real one is configured, whatever the others are.
 *
 * <p>Who starts it closes it. Thread-safe.
 */
public final class LocalEnvironment implements AutoCloseable {
  static final String KAFKA_KEY = "kafka.bootstrap.servers";
  static final String REDIS_KEY = "quarkus.redis.hosts";
  static final String LLM_URL_KEY = "ANTHROPIC_BASE_URL";
  static final String LLM_API_KEY = "ANTHROPIC_API_KEY";

  static final String TASKS_KEY = "swarm.topics.tasks";
  static final String TASKS = "swarm.tasks";

  private static final int MIB = 1024 * 1024;

  private final @Nullable EmbeddedKafka kafka;
  private final @Nullable EmbeddedRedis redis;
  private final @Nullable FakeAnthropic anthropic;

  private LocalEnvironment(
      @Nullable EmbeddedKafka kafka,
      @Nullable EmbeddedRedis redis,
      @Nullable FakeAnthropic anthropic) {
    this.kafka = kafka;
    this.redis = redis;
    this.anthropic = anthropic;
  }

  /** Starts all of it, whatever this process is configured with. */
  public static LocalEnvironment start() {
    return start(LocalSettings.of(Map.of()), Duration.ZERO);
  }

  /**
   * Starts what is not configured, side by side; nothing stays behind where one does not start.
   *
   * @param settings what is configured
   * @param latency of the provider's answers where a task's directive asks for none
   */
  static LocalEnvironment start(LocalSettings settings, Duration latency) {
    boolean realLlm = settings.has(LLM_API_KEY) || settings.has(LLM_URL_KEY);
    var kafka = begin("kafka", !settings.has(KAFKA_KEY), () -> kafkaWithTopics(settings));
    var redis = begin("redis", !settings.has(REDIS_KEY), EmbeddedRedis::start);
    var anthropic =
        begin(
            "anthropic",
            !realLlm,
            () -> FakeAnthropic.start(FakeAnthropic.Options.DEFAULTS.withLatency(latency)));
    try {
      CompletableFuture.allOf(kafka, redis, anthropic).join();
      return new LocalEnvironment(
          kafka.join().orElse(null), redis.join().orElse(null), anthropic.join().orElse(null));
    } catch (CompletionException e) {
      List.of(kafka, redis, anthropic).forEach(LocalEnvironment::closeWhereStarted);
      throw new IllegalStateException("The local environment did not start", e.getCause());
    }
  }

  /** The embedded broker; empty where a real one is used. */
  public Optional<EmbeddedKafka> kafka() {
    return Optional.ofNullable(kafka);
  }

  /** The embedded Redis; empty where a real one is used. */
  public Optional<EmbeddedRedis> redis() {
    return Optional.ofNullable(redis);
  }

  /** The fake provider; empty where a real one is used. */
  public Optional<FakeAnthropic> anthropic() {
    return Optional.ofNullable(anthropic);
  }

  /** Configuration that leads the application to what is embedded. */
  public Map<String, String> configuration() {
    Map<String, String> configuration = new HashMap<>();
    kafka().ifPresent(k -> configuration.put(KAFKA_KEY, k.bootstrapServers()));
    redis().ifPresent(r -> configuration.put(REDIS_KEY, r.uri()));
    anthropic()
        .ifPresent(
            a -> {
              configuration.put(LLM_URL_KEY, a.baseUrl());
              configuration.put(LLM_API_KEY, "local");
            });
    return Map.copyOf(configuration);
  }

  @Override
  public void close() {
    List<AutoCloseable> parts = new ArrayList<>();
    anthropic().ifPresent(parts::add);
    kafka().ifPresent(parts::add);
    redis().ifPresent(parts::add);
    parts.forEach(LocalEnvironment::closeQuietly);
  }

  private static EmbeddedKafka kafkaWithTopics(LocalSettings settings) {
    EmbeddedKafka kafka = EmbeddedKafka.start();
    try {
      kafka.createTopics(topics(settings));
      return kafka;
    } catch (RuntimeException e) {
      kafka.close();
      throw e;
    }
  }

  /** A task may be larger than is allowed, to be refused by the worker and not by the broker. */
  private static List<Topic> topics(LocalSettings settings) {
    return List.of(
        new Topic(settings.get(TASKS_KEY).orElse(TASKS), 6, 8 * MIB),
        new Topic(settings.get("swarm.topics.results").orElse("swarm.results"), 3, 16 * MIB),
        new Topic(
            settings.get("swarm.topics.dead-letters").orElse("swarm.dead-letters"), 1, 16 * MIB));
  }

  private static <T> CompletableFuture<Optional<T>> begin(
      String name, boolean wanted, Supplier<T> start) {
    Executor thread = task -> Thread.ofPlatform().daemon().name("start-" + name).start(task);
    return wanted
        ? CompletableFuture.supplyAsync(() -> Optional.of(start.get()), thread)
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private static void closeWhereStarted(
      CompletableFuture<? extends Optional<? extends AutoCloseable>> part) {
    if (!part.isCompletedExceptionally()) {
      part.join().ifPresent(LocalEnvironment::closeQuietly);
    }
  }

  /** The others are closed all the same. */
  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      System.getLogger(LocalEnvironment.class.getName())
          .log(System.Logger.Level.WARNING, "A part of the local environment did not close", e);
    }
  }
}
