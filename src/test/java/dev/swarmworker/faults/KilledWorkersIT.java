package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.CONCURRENCY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.faults.Submission.Expected;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers ended by {@code kill -9} while they work. */
@InWorld
@Tag("faults")
class KilledWorkersIT {

  private final World world;

  KilledWorkersIT(World world) {
    this.world = world;
  }

  @Test
  void killedInCalls_overAndOver_nothingIsLost() {
    Random random = world.random("killed");
    try (Fleet fleet = world.fleet(World.IMPATIENT)) {
      fleet.start("fleet-0", "fleet-1");
      try (History history = world.history("killed", "kill -9 in calls, three times", fleet)) {
        for (int i = 0; i < 200; i++) {
          String latency = "latency=%dms".formatted(300 + random.nextInt(700));
          if (random.nextInt(5) == 0) {
            history.submit(latency + " status=529 times=1", "", Expected.completed(1));
          } else {
            history.submit(latency, "", Expected.DONE);
          }
        }
        for (int kill = 0; kill < 3; kill++) {
          history.awaitFinished(15 + 45L * kill);
          if (kill > 0) {
            fleet.awaitReady("fleet-" + (kill + 1)); // never the last one
          }
          String victim = "fleet-" + kill;
          fleet.kill(victim);
          history.loss(victim + " killed", CONCURRENCY);
          fleet.begin("fleet-" + (kill + 2));
        }
        fleet.awaitReady("fleet-4");
        history.check();
      }
    }
  }

  @Test
  void killedInCalls_whereUnknownIsToFail_noCallIsMadeTwice() {
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("SWARM_LLM_ON_UNKNOWN", "fail");
    try (Fleet fleet = world.fleet(settings)) {
      fleet.start("thrifty", "heiress");
      try (History history =
          world.history("killed-unknown-fails", "kill -9 in calls, on-unknown=fail", fleet)) {
        List<String> ids = history.submitOneEach("latency=6s");
        List<String> lost = ids.stream().filter(id -> fleet.works("thrifty", id)).toList();
        assertThat(lost).isNotEmpty();
        fleet.kill("thrifty");
        history.over("killed in %d calls; none may be made again".formatted(lost.size()));
        lost.forEach(id -> history.expect(id, Expected.failed("OUTCOME_UNKNOWN", 0)));
        history.check();
      }
    }
  }
}
