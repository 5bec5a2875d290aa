package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.faults.Submission.Expected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A task that takes its workers with it. */
@InWorld
@Tag("faults")
class PoisonIT {

  private final World world;

  PoisonIT(World world) {
    this.world = world;
  }

  @Test
  void taskThatKillsItsWorkerThreeTimes_endsInADeadLetter() {
    try (Fleet fleet = world.fleet(World.IMPATIENT)) {
      fleet.start("poisoned-0", "poisoned-1");
      try (History history = world.history("poison", "each owner of one task killed", fleet)) {
        String id = history.submit("latency=60s", "", Expected.failed("OUTCOME_UNKNOWN", 0));
        List<String> alive = new ArrayList<>(List.of("poisoned-0", "poisoned-1"));
        for (int death = 1; death <= 3; death++) {
          int calls = death;
          await("call " + calls).atMost(World.SOON).until(() -> history.calls(id) == calls);
          String holder = holder(fleet, alive, id);
          fleet.kill(holder);
          alive.remove(holder);
          history.loss(holder + " killed", 1);
          String next = "poisoned-" + (death + 1);
          fleet.start(next);
          alive.add(next);
        }
        history.check();
        assertThat(history.calls(id)).isEqualTo(3);
      }
    }
  }

  private static String holder(Fleet fleet, List<String> alive, String id) {
    return await()
        .atMost(World.SOON)
        .until(
            () -> alive.stream().filter(name -> fleet.works(name, id)).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }
}
