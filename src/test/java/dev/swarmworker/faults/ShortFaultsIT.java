package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.CONCURRENCY;
import static dev.swarmworker.faults.World.PARTITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What every build shows of the faults, with one fleet. All of them: {@code ./mvnw -Pfaults
 * verify}.
 */
@InWorld
@TestMethodOrder(OrderAnnotation.class)
class ShortFaultsIT {

  private static final int TASKS = 40;

  private static Fleet fleet;

  private final World world;

  ShortFaultsIT(World world) {
    this.world = world;
  }

  @BeforeAll
  static void start(World world) {
    fleet = world.fleet(World.IMPATIENT);
    fleet.start("short-1", "short-2");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  @Order(1)
  void redisRestarts_noCallIsMadeAgain() {
    try (History history = world.history("short-redis", "Redis restarted", fleet)) {
      history.submit(TASKS, "latency=500ms");
      history.awaitFinished(5);
      history.interruption("Redis goes");
      world.redis().restart();
      history.over("Redis is back");
      history.check();
    }
  }

  @Test
  @Order(2)
  void brokerRestarts_noCallIsMadeAgain() {
    try (History history = world.history("short-broker", "broker restarted", fleet)) {
      history.submit(TASKS, "latency=500ms");
      history.awaitFinished(5);
      history.interruption("broker goes");
      world.stopBroker();
      world.startBroker();
      history.over("broker is back");
      history.check();
      fleet.awaitReady();
    }
  }

  @Test
  @Order(3)
  void frozen_losesItsCallsOnly() {
    try (History history = world.history("short-frozen", "SIGSTOP in calls, SIGCONT", fleet)) {
      List<String> ids = history.submitOneEach("latency=2s");
      assertThat(ids).anyMatch(id -> fleet.works("short-2", id));
      fleet.freeze("short-2");
      history.loss("frozen by SIGSTOP", CONCURRENCY);
      history.awaitFinished(PARTITIONS);
      fleet.thaw("short-2");
      history.fault("goes on after SIGCONT");
      fleet.awaitReady("short-2");
      history.submit(TASKS, "latency=100ms");
      history.check();
    }
  }

  @Test
  @Order(4)
  void killed_losesItsCallsOnly() {
    try (History history = world.history("short-killed", "kill -9 in calls", fleet)) {
      List<String> ids = history.submitOneEach("latency=2s");
      history.submit(TASKS, "latency=500ms");
      assertThat(ids).anyMatch(id -> fleet.works("short-1", id));
      fleet.kill("short-1");
      history.loss("killed", CONCURRENCY);
      history.check();
    }
  }
}
