package dev.swarmworker.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half an hour of mixed load, a fault in every round, other agents in every round, and a reader of
 * events that takes nothing, under the heap of production. Two workers live through all of it, and
 * must hold no more at its end than at its beginning. {@code ./mvnw -Psoak verify}; for another
 * time {@code -Dswarm.soak.minutes}.
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
      @TempDir Path files, @TempDir Path folder) throws IOException {
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("SWARM_EXECUTOR_CONCURRENCY", String.valueOf(CONCURRENCY));
    settings.put("SWARM_POOL_MAX", String.valueOf(CONCURRENCY));
    settings.put("SWARM_FILES_DIR", files.toString());
    Path catalog = folder.resolve("agents.properties");
    settings.put("SWARM_CATALOG_FILE", catalog.toString());
    settings.put("SWARM_CATALOG_INTERVAL", "1s");
    rewrite(catalog, 0);
    Trend trend = new Trend();
    Instant end = Instant.now().plus(LENGTH);
    try (Fleet fleet = world.fleet(settings)) {
      fleet.start("steady-1", "steady-2", "victim-0");
      int round = 0;
      while (Instant.now().isBefore(end)) {
        rewrite(catalog, round);
        round(round, SoakFault.ofRound(round, random), fleet);
        note(trend, fleet.get("steady-1"));
        note(trend, fleet.get("steady-2"));
        round++;
      }
      trend.check();
    }
  }

  /** Each round has an agent of its own, and no longer that of the round before. */
  private static void rewrite(Path catalog, int round) throws IOException {
    Files.writeString(catalog, "swarm.agents.of-round-%d.capabilities=coding".formatted(round));
  }

  private static void note(Trend trend, WorkerProcess worker) {
    long tasks =
        Topics.json(worker.get("/stats").body().getBytes(UTF_8))
            .path("executor")
            .path("totalExecuted")
            .asLong();
    trend.note(worker.name(), tasks, Resources.of(worker));
  }

  private static void submit(SoakLoad load, History history, Fleet fleet) {
    String id = history.submit(load.directive(), load.more(), load.expected());
    switch (load.next()) {
      case NOTHING -> {}
      case SEND_AGAIN -> history.repeat(id, load.directive(), load.more());
      case CANCEL ->
          assertThat(fleet.get("steady-2").delete("/tasks/" + id).statusCode()).isEqualTo(202);
    }
  }

  private void round(int number, SoakFault fault, Fleet fleet) {
    String name = "soak-%03d".formatted(number);
    try (History history = world.history(name, fault.words(), fleet);
        SilentReader _ = new SilentReader(fleet.get("steady-1").port())) {
      SoakLoad.of(random, TASKS).forEach(load -> submit(load, history, fleet));
      history.awaitFinished(TASKS / 10);
      fault.strike(new SoakFault.Scene(world, fleet, history, number, CONCURRENCY));
      history.check();
      fleet.awaitReady();
    }
  }
}
