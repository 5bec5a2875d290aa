package dev.swarmworker.monitor;

import dev.swarmworker.task.Result;
import dev.swarmworker.worker.TaskObserver;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/** What this worker has done since its start. */
@Singleton
final class ExecutorTotals implements TaskObserver {

  private final LongAdder executed = new LongAdder();
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder endedBadly = new LongAdder();
  private final LongAdder millis = new LongAdder();

  @Override
  public void ended(Result result) {
    executed.increment();
    millis.add(result.executionTime().toMillis());
    switch (result.status()) {
      case COMPLETED -> succeeded.increment();
      case FAILED, TIMEOUT -> endedBadly.increment();
      case CANCELLED, QUEUED, RUNNING, RETRYING -> {}
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

  /** Of these, failed or timed out; one that was cancelled did not go wrong. */
  long endedBadly() {
    return endedBadly.sum();
  }

  /** From claim to outcome, on average, in milliseconds. */
  double averageMillis() {
    long count = executed.sum();
    return count == 0 ? 0 : (double) millis.sum() / count;
  }
}
