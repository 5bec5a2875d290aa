package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.PARTITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SIGTERM to one of two workers, in calls shorter and longer than its grace. */
@InWorld
@Tag("faults")
class DrainIT {

  private final World world;

  DrainIT(World world) {
    this.world = world;
  }

  @Test
  void sigterm_finishesShortCalls_andGivesLongOnesBack() {
    Map<String, String> settings = new HashMap<>(World.IMPATIENT);
    settings.put("SWARM_EXECUTOR_DRAIN_TIMEOUT", "4s");
    settings.put("SWARM_STATE_LEASE", "60s"); // what is given back need not wait for this
    try (Fleet fleet = world.fleet(settings)) {
      fleet.start("leaver", "stayer");
      try (History history = world.history("sigterm", "SIGTERM, calls of 2 s and 9 s", fleet)) {
        List<String> brief = history.submitOneEach("latency=2s");
        List<String> lasting = history.submitOneEach("latency=9s");
        List<String> finishing = workedBy(fleet, brief);
        List<String> handedOver = workedBy(fleet, lasting);
        assertThat(finishing).hasSize(PARTITIONS / 2);
        assertThat(handedOver).hasSize(PARTITIONS / 2);

        fleet.terminate("leaver");
        history.loss("SIGTERM, grace of 4 s", handedOver.size());
        assertThat(fleet.awaitEnd("leaver")).isEqualTo(143);
        history.fault("the leaver has ended");
        history.submit(12, "latency=100ms");
        history.check();

        assertEnds(history, finishing, 1, "leaver");
        assertEnds(history, handedOver, 2, "stayer");
        brief.removeAll(finishing);
        lasting.removeAll(handedOver);
        List<String> others = new ArrayList<>(brief);
        others.addAll(lasting);
        assertEnds(history, others, 1, "stayer");
      }
    }
  }

  private static List<String> workedBy(Fleet fleet, List<String> ids) {
    return ids.stream().filter(id -> fleet.works("leaver", id)).toList();
  }

  private static void assertEnds(History history, List<String> ids, int calls, String by) {
    assertThat(ids)
        .allSatisfy(
            id -> {
              assertThat(history.calls(id)).isEqualTo(calls);
              assertThat(history.result(id).path("attempts").asInt()).isEqualTo(calls);
              assertThat(history.result(id).path("workerId").asText()).isEqualTo(by);
            });
  }
}
