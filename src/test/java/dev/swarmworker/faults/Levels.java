package dev.swarmworker.faults;

import static org.awaitility.Awaitility.await;

import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What each worker held once it was warm, before any fault. A worker that lives through several
 * scenarios is held against its first level, so that a slow leak shows.
 */
final class Levels {

  /** More than the idle timeout of what a fault made the worker open. */
  private static final Duration BACK = Duration.ofSeconds(60);

  private final Map<WorkerProcess, Resources> levels = new HashMap<>();
  private final Map<WorkerProcess, Resources> now = new HashMap<>();

  /** Whether some of them have done nothing yet, and so have no level. */
  boolean areMissing(List<WorkerProcess> workers) {
    return Resources.canBeRead() && !levels.keySet().containsAll(workers);
  }

  /** Notes the level of those that have none. */
  void note(List<WorkerProcess> workers) {
    workers.forEach(worker -> levels.computeIfAbsent(worker, Resources::of));
  }

  /** Waits until the workers are back to their level; what is still above it, in words. */
  List<String> violations(List<WorkerProcess> workers) {
    List<String> violations = new ArrayList<>();
    for (WorkerProcess worker : workers) {
      if (levels.containsKey(worker) && !isBackInTime(worker)) {
        now.get(worker)
            .above(levels.get(worker))
            .forEach(what -> violations.add(worker.name() + " has " + what));
      }
    }
    return violations;
  }

  private boolean isBackInTime(WorkerProcess worker) {
    try {
      await(worker.name() + " at its level")
          .atMost(BACK)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> isBack(worker));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private boolean isBack(WorkerProcess worker) {
    Resources found = Resources.of(worker);
    now.put(worker, found);
    return found.above(levels.get(worker)).isEmpty();
  }

  /** What was found, for the report. */
  List<String> lines(List<WorkerProcess> workers) {
    if (!Resources.canBeRead()) {
      return List.of("  resources        not looked at: there is no /proc here");
    }
    return workers.stream()
        .filter(now::containsKey)
        .map(w -> "  %-16s %s".formatted(w.name(), now.get(w).from(levels.get(w))))
        .toList();
  }
}
