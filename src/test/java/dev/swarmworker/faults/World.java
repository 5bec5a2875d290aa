package dev.swarmworker.faults;

import dev.swarmworker.local.EmbeddedKafka;
import dev.swarmworker.local.EmbeddedRedis;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.RedisShell;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Broker, provider and a Redis that keeps its data over a restart: one of each for all scenarios of
 * a run. Another seed: {@code -Dswarm.faults.seed}.
 */
final class World implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(60);

  /** Calls that one worker makes at once, and so can lose at once. */
  static final int CONCURRENCY = 10;

  static final int PARTITIONS = 6;

  /**
   * What a dead or frozen worker leaves is taken over soon. The breaker is left out: what it
   * refuses costs neither a call nor a retry, but waits, and by chance so do tasks that no fault is
   * meant for. What it does to a fleet has scenarios of its own.
   */
  static final Map<String, String> IMPATIENT =
      Map.of(
          "SWARM_STATE_LEASE", "3s",
          "SWARM_STATE_COMMAND_TIMEOUT", "1s",
          "SWARM_LLM_BACKOFF_BASE", "200ms",
          "SWARM_LLM_BREAKER_FAILURE_RATIO", "1.0",
          "SWARM_SELECTION_COOL_DOWN", "1s",
          "KAFKA_CONSUMER_SESSION_TIMEOUT_MS", "6000",
          "KAFKA_CONSUMER_HEARTBEAT_INTERVAL_MS", "1500");

  private static final long SEED = Long.getLong("swarm.faults.seed", 20260401L);

  private final LocalEnvironment environment = LocalEnvironment.start();
  private final EmbeddedRedis redis =
      EmbeddedRedis.start("--appendonly", "yes", "--appendfsync", "always");
  private final Table table = new Table(SEED);
  private boolean brokerIsAway;

  EmbeddedKafka kafka() {
    return environment.kafka().orElseThrow();
  }

  FakeAnthropic provider() {
    return environment.anthropic().orElseThrow();
  }

  EmbeddedRedis redis() {
    return redis;
  }

  /** One command to Redis. */
  String redis(String... words) {
    return RedisShell.run(redis.port(), words);
  }

  Table table() {
    return table;
  }

  /** The same for the same scenario and seed. */
  Random random(String scenario) {
    return new Random(SEED * 31 + scenario.hashCode());
  }

  /** Workers to be, with these settings beside those that lead them here. */
  Fleet fleet(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("QUARKUS_REDIS_HOSTS", redis.uri());
    all.putAll(settings);
    return new Fleet(environment, all);
  }

  /**
   * Begins a scenario with the workers that are well.
   *
   * @param name begins the ids of its tasks
   * @param fault what is done, for the table
   */
  History history(String name, String fault, Fleet fleet) {
    return new History(name, fault, this, fleet, true);
  }

  /** The same for workers that cannot work yet, and so have no level to come back to. */
  History coldHistory(String name, String fault, Fleet fleet) {
    return new History(name, fault, this, fleet, false);
  }

  void stopBroker() {
    brokerIsAway = true;
    kafka().stop();
  }

  void startBroker() {
    kafka().restart();
    brokerIsAway = false;
  }

  /** A scenario that broke off must not break the next. */
  void heal() {
    if (brokerIsAway) {
      startBroker();
    }
    redis.resume();
    redis("CONFIG", "SET", "maxmemory", "0");
  }

  @Override
  public void close() {
    environment.close();
    redis.close();
    table.print();
  }
}
