package dev.swarmworker.monitor;

import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.worker.TaskObserver;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/** What this worker has done since its start. */
@Singleton
final class ExecutorTotals implements TaskObserver {

  private final LongAdder executed = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder millis = new LongAdder();

  @Override
  public void ended(Result result) {
    executed.increment();
    millis.add(result.executionTime().toMillis());
    if (result.status() == Status.COMPLETED) {
      succeeded.increment();
    }
  }

  /** Tasks brought to an outcome. */
  long executed() {
    return executed.sum();
  }

  /** Of these, completed. */
  long succeeded() {
    return succeeded.sum();
  }

  /** From claim to outcome, on average, in milliseconds. */
  double averageMillis() {
    long count = executed.sum();
    return count == 0 ? 0 : (double) millis.sum() / count;
  }
}
