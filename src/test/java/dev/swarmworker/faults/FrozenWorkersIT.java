package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.CONCURRENCY;
import static dev.swarmworker.faults.World.PARTITIONS;
import static dev.swarmworker.faults.World.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.faults.Submission.Expected;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that stands still for longer than its leases and its session, and then goes on. */
@InWorld
@Tag("faults")
class FrozenWorkersIT {

  private final World world;

  FrozenWorkersIT(World world) {
    this.world = world;
  }

  @Test
  void frozenWorker_losesItsTasks_andGoesOnSanely() {
    try (Fleet fleet = world.fleet(World.IMPATIENT)) {
      fleet.start("frozen", "heir");
      try (History history = world.history("frozen", "SIGSTOP in calls, SIGCONT", fleet)) {
        List<String> ids = history.submitOneEach("latency=4s");
        List<String> taken = ids.stream().filter(id -> fleet.works("frozen", id)).toList();
        assertThat(taken).isNotEmpty();

        fleet.freeze("frozen");
        history.loss("frozen by SIGSTOP", CONCURRENCY);
        history.awaitFinished(PARTITIONS);
        history.fault("the heir has finished all");
        fleet.thaw("frozen");
        history.fault("goes on after SIGCONT");

        assertThat(taken)
            .allSatisfy(
                id -> assertThat(history.result(id).path("workerId").asText()).isEqualTo("heir"));
        await()
            .atMost(SOON)
            .until(
                () -> fleet.get("frozen").get("/events?limit=1000").body().contains("lease.lost"));
        fleet.awaitReady("frozen");
        await("new work for the zombie")
            .atMost(SOON)
            .until(
                () -> {
                  String id = history.submit("latency=50ms", "", Expected.DONE);
                  history.awaitFinished(history.submitted());
                  return history.result(id).path("workerId").asText().equals("frozen");
                });
        history.check();
      }
    }
  }
}
