package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.CONCURRENCY;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Redis that goes, stands still, or forgets. One fleet lives through all of it. */
@InWorld
@Tag("faults")
class RedisFaultsIT {

  private static Fleet fleet;

  private final World world;

  RedisFaultsIT(World world) {
    this.world = world;
  }

  @BeforeAll
  static void start(World world) {
    fleet = world.fleet(World.IMPATIENT);
    fleet.start("patient-1", "patient-2");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private History history(String name, String fault) {
    return world.history(name, fault, fleet);
  }

  @Test
  void restart_costsNoCall() {
    try (History history = history("redis-restarted", "Redis restarted, its data kept")) {
      history.submit(60, "latency=1s");
      history.awaitFinished(10);
      history.interruption("Redis goes");
      world.redis().restart();
      history.over("Redis is back");
      history.check();
    }
  }

  @Test
  void pauseForLongerThanALease_tasksStayWithTheirOwners() {
    try (History history = history("redis-paused", "Redis stands still for four leases")) {
      history.submit(60, "latency=1s");
      history.awaitFinished(10);
      world.redis().pause();
      history.outage("Redis stands still");
      fleet.staysLive(Duration.ofSeconds(12));
      world.redis().resume();
      history.over("Redis goes on");
      fleet.awaitReady();
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
