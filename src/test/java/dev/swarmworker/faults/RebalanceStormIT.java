package dev.swarmworker.faults;

import static dev.swarmworker.faults.World.CONCURRENCY;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that come and go all the time: the group never comes to rest. */
@InWorld
@Tag("faults")
class RebalanceStormIT {

  private static final int TASKS = 10_000;
  private static final int WORKERS = 3;

  /** Two minutes of them: where workers start slowly, the work is done after the storm. */
  private static final int EVENTS = 24;

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final World world;

  RebalanceStormIT(World world) {
    this.world = world;
  }

  @Test
  void workersComeAndGo_nothingIsLost() {
    Random random = world.random("storm");
    Deque<String> workers = new ArrayDeque<>(List.of("storm-0", "storm-1", "storm-2"));
    try (Fleet fleet = world.fleet(World.IMPATIENT)) {
      fleet.start(workers.toArray(String[]::new));
      String fault = "a worker started or stopped every 5 s";
      try (History history = world.history("storm", fault, fleet)) {
        history.submit(
            IntStream.range(0, TASKS)
                .mapToObj(_ -> "latency=%dms".formatted(50 + random.nextInt(150)))
                .toList());
        boolean byForce = random.nextBoolean();
        for (int event = 0; event < EVENTS && isBusy(history); event++) {
          if (workers.size() < WORKERS) {
            String next = "storm-" + (WORKERS + event);
            fleet.begin(next);
            history.fault(next + " is started");
            workers.addLast(next);
          } else {
            stop(fleet, history, workers.removeFirst(), byForce);
            byForce = !byForce;
          }
        }
        workers.forEach(fleet::awaitReady);
        history.check(Duration.ofMinutes(6));
      }
    }
  }

  /** Stops the oldest, which is at work by now. */
  private static void stop(Fleet fleet, History history, String name, boolean byForce) {
    fleet.awaitReady(name);
    if (byForce) {
      fleet.kill(name);
      history.loss(name + " is killed", CONCURRENCY);
    } else {
      fleet.terminate(name);
      history.fault(name + " is told to end");
    }
  }

  /** Whether there is work left once the time to the next event is over. */
  private static boolean isBusy(History history) {
    long next = System.nanoTime() + EVERY.toNanos();
    await()
        .atMost(EVERY.multipliedBy(2))
        .until(() -> System.nanoTime() - next >= 0 || history.finished() == TASKS);
    return history.finished() < TASKS;
  }
}
