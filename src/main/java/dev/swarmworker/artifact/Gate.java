package dev.swarmworker.artifact;

import dev.swarmworker.artifact.FileFailure.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets a bounded number of operations run at once, first come first served. Each runs on a thread
 * of its own: files block, and whoever carries the caller's thread may carry many others.
 */
final class Gate {

  private final Semaphore permits;

  Gate(int concurrency) {
    permits = new Semaphore(concurrency, true);
  }

  /** Waits for a permit, then for {@code operation}; an interrupt of the caller is passed on. */
  <T> FileOutcome<T> pass(Supplier<FileOutcome<T>> operation) {
    try {
      permits.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return FileOutcome.failed(Reason.INTERRUPTED, "interrupted while waiting for a permit");
    }
    try {
      return elsewhere(operation);
    } finally {
      permits.release();
    }
  }

  private static <T> FileOutcome<T> elsewhere(Supplier<FileOutcome<T>> operation) {
    CompletableFuture<FileOutcome<T>> outcome = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .name("file")
            .start(() -> outcome.completeAsync(operation, Runnable::run));
    awaitEnd(thread);
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Operations waiting, about. */
  int waiting() {
    return permits.getQueueLength();
  }
}
