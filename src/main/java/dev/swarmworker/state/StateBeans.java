package dev.swarmworker.state;

import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Wires the state's parts to Quarkus' Redis client. Connections are opened by the first command,
 * which is the sweep's own thread's, so that a start neither waits for Redis nor blocks an event
 * loop.
 */
@Singleton
final class StateBeans {

  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_MEASUREMENTS = Duration.ofSeconds(2);

  private final Redis redis;
  private final StateConfig state;
  private final CacheConfig cache;
  private final RedisCommands commands;
  private final RedisTaskStore tasks;
  private final RedisTtlMap answers;
  private final PublishedTasks published;
  private final FleetClock clock = new FleetClock(System::nanoTime, InstantSource.system());
  private final Repeated sweeping;
  private final Repeated measuring;

  @Inject
  StateBeans(
      Redis redis,
      StateConfig state,
      CacheConfig cache,
      @ConfigProperty(name = "swarm.worker.id") String workerId) {
    this.redis = redis;
    this.state = state;
    this.cache = cache;
    commands = new RedisCommands(redis, state.commandTimeout());
    tasks = new RedisTaskStore(commands, state, workerId, StateBeans::token);
    answers = new RedisTtlMap(commands, Shards.CACHE, cache.ttl(), cache.maxEntries());
    published = new PublishedTasks(tasks);
    sweeping = new Repeated("state-sweep", BETWEEN_SWEEPS, this::sweep);
    RedisTime time = new RedisTime(commands);
    measuring = new Repeated("fleet-clock", BETWEEN_MEASUREMENTS, () -> clock.measure(time));
  }

  @Produces
  @Singleton
  TaskStore taskStore() {
    return tasks;
  }

  /** Whoever asks for the time gets the fleet's. */
  @Produces
  @Singleton
  FleetClock fleetClock() {
    return clock;
  }

  @Produces
  @Singleton
  ResultCache resultCache() {
    return cache.enabled()
        ? new RedisResultCache(commands, Shards.CACHE, answers, state.lease(), StateBeans::token)
        : new NoResultCache();
  }

  @Produces
  @Singleton
  CancellationFeed cancellationFeed() {
    return new RedisCancellationFeed(redis);
  }

  void close(@Disposes CancellationFeed feed) {
    feed.close();
  }

  @Produces
  @Singleton
  PublishedTasks publishedTasks() {
    return published;
  }

  @PreDestroy
  void close() {
    sweeping.close();
    measuring.close();
    published.close(); // while there is still a connection for what it holds
    commands.close();
  }

  private void sweep() {
    tasks.sweep();
    answers.sweep();
  }

  /** 122 random bits: a lease's token is not guessed and not met twice. */
  private static String token() {
    return UUID.randomUUID().toString();
  }
}
