package dev.swarmworker.state;

import dev.swarmworker.loop.TaskLoop;
import dev.swarmworker.timer.Repeating;
import io.quarkus.runtime.StartupEvent;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Wires the state's parts to Quarkus' Redis client. Connections are opened by the first command,
 * which is the sweep's own thread's, so that a start neither waits for Redis nor blocks an event
 * loop. Nor is one opened before the configuration has been checked: making this bean connects
 * nothing, since whoever checks may need a part of it, and a worker that ends with a connection
 * half open says more than which setting is wrong.
 */
@Singleton
final class StateBeans {

  private static final Logger LOG = Logger.getLogger(StateBeans.class);
  private static final int AFTER_THE_CHECKS = 2; // of configuration, which are the first
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_MEASUREMENTS = Duration.ofSeconds(2);

  private final Redis redis;
  private final StateConfig state;
  private final CacheConfig cache;
  private final RedisCommands commands;
  private final RedisTaskStore tasks;
  private final RedisTtlMap answers;
  private final PublishedTasks published;
  private final RedisTime time;
  private final FleetClock clock = new FleetClock(System::nanoTime, InstantSource.system());
  private final Repeating sweeping = new Repeating("state-sweep");
  private final Repeating measuring = new Repeating("fleet-clock");

  @Inject
  StateBeans(
      Redis redis,
      TaskLoop loop,
      StateConfig state,
      CacheConfig cache,
      @ConfigProperty(name = "swarm.worker.id") String workerId) {
    this.redis = redis;
    this.state = state;
    this.cache = cache;
    commands = new RedisCommands(redis, loop.context(), state.commandTimeout());
    tasks = new RedisTaskStore(commands, state, workerId, StateBeans::token);
    answers = new RedisTtlMap(commands, Shards.CACHE, cache.ttl(), cache.maxEntries());
    published = new PublishedTasks(tasks);
    time = new RedisTime(commands);
  }

  void start(@Observes @Priority(AFTER_THE_CHECKS) StartupEvent event) {
    sweeping.start(BETWEEN_SWEEPS, this::sweep);
    measuring.start(BETWEEN_MEASUREMENTS, this::measure);
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

  /** The result cache's entries, for those who look after them. */
  @Produces
  @Singleton
  TtlMap answers() {
    return answers;
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
    try {
      tasks.sweep();
      answers.sweep();
    } catch (StateUnavailableException e) {
      LOG.debugf("not swept: %s", e.getMessage());
    }
  }

  private void measure() {
    try {
      clock.measure(time);
    } catch (StateUnavailableException e) {
      LOG.debugf("the fleet's time was not measured: %s", e.getMessage());
    }
  }

  /** 122 random bits: a lease's token is not guessed and not met twice. */
  private static String token() {
    return UUID.randomUUID().toString();
  }
}
