package dev.swarmworker.monitor;

import dev.swarmworker.monitor.RunningTasks.Running;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which of the running tasks are slow: each is told once when it becomes so, and once when it runs
 * no longer. Safe for many threads, though only one should look.
 */
final class SlowTasks {

  private final RunningTasks running;
  private final Duration threshold;
  private final Map<TaskId, Running> slow = new HashMap<>();

  /**
   * @param threshold a task that has run longer is slow
   */
  SlowTasks(RunningTasks running, Duration threshold) {
    this.running = running;
    this.threshold = threshold;
  }

  /** An alert about one task. */
  record Change(TaskId id, Alert alert) {}

  /** What has changed since the look before. */
  synchronized List<Change> look() {
    Map<TaskId, Running> now =
        running.longerThan(threshold).stream()
            .collect(Collectors.toMap(Running::id, Function.identity()));
    List<Change> changes = new ArrayList<>();
    now.forEach(
        (id, task) -> {
          if (slow.put(id, task) == null) {
            changes.add(new Change(id, new Alert.Raised(AlertKind.SLOW_TASK, age(task), limit())));
          }
        });
    slow.values()
        .removeIf(
            task -> {
              boolean over = !now.containsKey(task.id());
              if (over) {
                changes.add(
                    new Change(task.id(), new Alert.Cleared(AlertKind.SLOW_TASK, 0, limit())));
              }
              return over;
            });
    return changes;
  }

  /** Whether there was one at the latest look. */
  synchronized boolean any() {
    return !slow.isEmpty();
  }

  private static double age(Running task) {
    return (double) task.age().toMillis();
  }

  private double limit() {
    return (double) threshold.toMillis();
  }
}
