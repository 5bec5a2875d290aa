package dev.swarmworker.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half an hour of mixed load, a fault in every round, under the heap of production. Two workers
 * live through all of it, and must hold no more at its end than at its beginning. {@code ./mvnw
 * -Psoak verify}; for another time {@code -Dswarm.soak.minutes}.
 */
@InWorld
@Tag("soak")
class SoakIT {

  /** Calls that a worker here makes at once, and so can lose at once. */
  private static final int CONCURRENCY = 50;

  private static final int TASKS = 1000;
  private static final Duration LENGTH = Duration.ofMinutes(Long.getLong("swarm.soak.minutes", 30));

  private final World world;
  private final Random random;

  SoakIT(World world) {
    this.world = world;
    this.random = world.random("soak");
  }

  @Test
  void mixedLoadWithFaults_costsNoMoreThanItsFaults_andLeavesNothingBehind(
      @TempDir java.nio.file.Path files) {
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("SWARM_EXECUTOR_CONCURRENCY", String.valueOf(CONCURRENCY));
    settings.put("SWARM_POOL_MAX", String.valueOf(CONCURRENCY));
    settings.put("SWARM_FILES_DIR", files.toString());
    Trend trend = new Trend();
    Instant end = Instant.now().plus(LENGTH);
    try (Fleet fleet = world.fleet(settings)) {
      fleet.start("steady-1", "steady-2", "victim-0");
      int round = 0;
      while (Instant.now().isBefore(end)) {
        round(round, SoakFault.ofRound(round, random), fleet);
        trend.note("steady-1", Resources.of(fleet.get("steady-1")));
        trend.note("steady-2", Resources.of(fleet.get("steady-2")));
        round++;
      }
      trend.check();
    }
  }

  private void round(int number, SoakFault fault, Fleet fleet) {
    String name = "soak-%03d".formatted(number);
    try (History history = world.history(name, fault.words(), fleet)) {
      SoakLoad.of(random, TASKS)
          .forEach(t -> history.submit(t.directive(), t.more(), t.expected()));
      history.awaitFinished(TASKS / 10);
      fault.strike(new SoakFault.Scene(world, fleet, history, number, CONCURRENCY));
      history.check();
      fleet.awaitReady();
    }
  }
}
