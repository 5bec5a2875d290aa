package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.CONCURRENCY;

import dev.swarmworker.support.Relay;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Redis that goes, stands still, refuses or forgets. One fleet lives through all of it. */
@InWorld
@Tag("faults")
class RedisFaultsIT {

  /** Four leases, and longer than a connection may be silent. */
  private static final Duration LONG = Duration.ofSeconds(12);

  private static Relay toRedis;
  private static Fleet fleet;

  private final World world;

  RedisFaultsIT(World world) {
    this.world = world;
  }

  @BeforeAll
  static void start(World world) {
    toRedis = Relay.to(world.redis().port());
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:" + toRedis.port());
    fleet = world.fleet(settings);
    fleet.start("patient-1", "patient-2");
  }

  @AfterAll
  static void stop() {
    toRedis.pass();
    fleet.close();
    toRedis.close();
  }

  private History history(String name, String fault) {
    toRedis.pass();
    return world.history(name, fault, fleet);
  }

  private static void work(History history) {
    history.submit(60, "latency=1s");
    history.awaitFinished(10);
  }

  private static void backAgain(History history) {
    history.over("Redis is back");
    fleet.awaitReady();
    history.check();
  }

  @Test
  void restart_costsNoCall() {
    try (History history = history("redis-restarted", "Redis restarted, its data kept")) {
      work(history);
      history.interruption("Redis goes");
      world.redis().restart();
      backAgain(history);
    }
  }

  @Test
  void refused_tasksStayWithTheirOwners() {
    try (History history = history("redis-refused", "connections cut and refused for 12 s")) {
      work(history);
      toRedis.cut();
      history.outage("Redis is away");
      fleet.staysLive(LONG);
      toRedis.pass();
      backAgain(history);
    }
  }

  @Test
  void unreachable_tasksStayWithTheirOwners() {
    try (History history = history("redis-silent", "connections half open for 12 s, then cut")) {
      work(history);
      toRedis.swallow();
      history.outage("nothing comes through");
      fleet.staysLive(LONG);
      toRedis.cut();
      toRedis.pass();
      backAgain(history);
    }
  }

  @Test
  void pauseForLongerThanALease_tasksStayWithTheirOwners() {
    try (History history = history("redis-paused", "Redis stands still for 12 s")) {
      work(history);
      world.redis().pause();
      history.outage("Redis stands still");
      fleet.staysLive(LONG);
      world.redis().resume();
      backAgain(history);
    }
  }

  @Test
  void full_tasksWaitForRoom() {
    try (History history = history("redis-full", "Redis full for 8 s")) {
      work(history);
      world.redis("CONFIG", "SET", "maxmemory", "1");
      history.outage("Redis refuses writes");
      fleet.staysLive(Duration.ofSeconds(8));
      world.redis("CONFIG", "SET", "maxmemory", "0");
      backAgain(history);
    }
  }

  @Test
  void scriptsLost_costNoCall() {
    try (History history = history("redis-scripts", "SCRIPT FLUSH, three times")) {
      history.submit(60, "latency=500ms");
      for (int flush = 1; flush <= 3; flush++) {
        history.awaitFinished(10L * flush);
        world.redis("SCRIPT", "FLUSH");
        history.over("its scripts are gone");
      }
      history.check();
    }
  }

  @Test
  void emptied_costsAtMostTheCallsInFlight() {
    try (History history = history("redis-emptied", "Redis loses all its data")) {
      history.submit(40, "latency=2s");
      history.awaitFinished(10);
      world.redis("FLUSHALL");
      history.loss("Redis emptied", 2 * CONCURRENCY);
      history.check();
    }
  }
}
