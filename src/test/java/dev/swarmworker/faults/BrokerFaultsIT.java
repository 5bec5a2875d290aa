package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.CONCURRENCY;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker that goes and comes back. One fleet lives through all of it. */
@InWorld
@Tag("faults")
class BrokerFaultsIT {

  /** Longer than the producers wait for one record; in seconds, for a quick run. */
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("swarm.faults.outage", 180));

  private static Fleet fleet;

  private final World world;

  BrokerFaultsIT(World world) {
    this.world = world;
  }

  @BeforeAll
  static void start(World world) {
    fleet = world.fleet(World.IMPATIENT);
    fleet.start("steady-1", "steady-2");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void restart_costsNoCall() {
    try (History history = world.history("broker-restarted", "broker restarted", fleet)) {
      history.submit(60, "latency=1s");
      history.awaitFinished(10);
      history.interruption("broker goes");
      world.stopBroker();
      world.startBroker();
      history.over("broker is back");
      history.check();
      fleet.awaitReady();
    }
  }

  @Test
  void outage_callsEndMeanwhile_andTheirResultsWait() {
    String fault = "broker away for %d s".formatted(OUTAGE.toSeconds());
    try (History history = world.history("broker-away", fault, fleet)) {
      history.submit(60, "latency=2s");
      await().atMost(World.SOON).until(() -> history.called() >= 2 * CONCURRENCY);
      history.outage("broker goes");
      world.stopBroker();
      fleet.staysLive(OUTAGE);
      world.startBroker();
      history.over("broker is back");
      fleet.awaitReady();
      history.check();
    }
  }
}
