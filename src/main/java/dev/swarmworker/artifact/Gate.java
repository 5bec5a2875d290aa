package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets a bounded number of operations run at once, first come first served. */
final class Gate {

  private final Semaphore permits;

  Gate(int concurrency) {
    permits = new Semaphore(concurrency, true);
  }

  /** Waits for a permit, then runs {@code operation} with it. */
  <T> FileOutcome<T> pass(Supplier<FileOutcome<T>> operation) {
    try {
      permits.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return FileOutcome.failed(Reason.INTERRUPTED, "interrupted while waiting for a permit");
    }
    try {
      return operation.get();
    } finally {
      permits.release();
    }
  }

  /** Operations waiting, about. */
  int waiting() {
    return permits.getQueueLength();
  }
}
