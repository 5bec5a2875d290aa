package dev.swarmworker.monitor;

import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.TaskObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** The tasks that this worker owns, and since when. Thread-safe. */
final class RunningTasks implements TaskObserver {

  private final ConcurrentMap<TaskId, Owned> tasks = new ConcurrentHashMap<>();
  private final LongSupplier ticker;

  /**
   * @param thread the task's own. One that has ended cannot run the task: so a task whose end was
   *     never told, because of an unexpected error, does not count for ever
   * @param since nanoseconds of the ticker
   */
  private record Owned(Thread thread, long since) {}

  /**
   * A task that has run for some time.
   *
   * @param age since it was claimed, waits between attempts included
   */
  record Running(TaskId id, Duration age) {}

  /**
   * @param ticker nanoseconds, growing
   */
  RunningTasks(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** Those that have run longer than this, in no order. */
  List<Running> longerThan(Duration age) {
    tasks.values().removeIf(owned -> !owned.thread().isAlive());
    long now = ticker.getAsLong();
    return tasks.entrySet().stream()
        .map(each -> new Running(each.getKey(), Duration.ofNanos(now - each.getValue().since())))
        .filter(task -> task.age().compareTo(age) > 0)
        .toList();
  }

  @Override
  public void claimed(TaskId id, int losses) {
    tasks.put(id, new Owned(Thread.currentThread(), ticker.getAsLong()));
  }

  @Override
  public void ended(Result result) {
    leave(result.taskId());
  }

  @Override
  public void leaseLost(TaskId id) {
    leave(id);
  }

  @Override
  public void leftToOthers(TaskId id) {
    leave(id);
  }

  /** Another delivery of the task in this process may be told that it is left: that is not this. */
  private void leave(TaskId id) {
    tasks.computeIfPresent(
        id, (_, owned) -> owned.thread() == Thread.currentThread() ? null : owned);
  }
}
