package dev.swarmworker.faults;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker that goes and comes back. */
@InWorld
@Tag("faults")
class BrokerFaultsIT {

  private final World world;

  BrokerFaultsIT(World world) {
    this.world = world;
  }

  @Test
  void restart_costsNoCall() {
    try (Fleet fleet = world.fleet(World.IMPATIENT)) {
      fleet.start("steady-1", "steady-2");
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
  }
}
