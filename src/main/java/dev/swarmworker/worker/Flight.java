package dev.swarmworker.worker;

import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One delivery's time in this process, on one thread. Others may stop it, but only where it waits:
 * an interrupt never strikes a write to Redis or Kafka half-way.
 */
final class Flight {

  /** Something that waits and can be interrupted. */
  interface Wait<T> {
    T await() throws InterruptedException;
  }

  private final TaskId id;
  private final Thread thread = Thread.currentThread();
  private final CompletableFuture<Void> landed = new CompletableFuture<>();
  private final long since;
  private @Nullable Reason pending;
  private boolean waiting;
  private boolean calling;
  private volatile boolean queued = true;
  private volatile long outputTokens;

  /**
   * @param since nanoseconds of the ticker at which it began
   */
  Flight(TaskId id, long since) {
    this.id = id;
    this.since = since;
  }

  TaskId id() {
    return id;
  }

  /** Done when this flight has ended, whatever way. */
  CompletableFuture<Void> landed() {
    return landed;
  }

  /** Whether it has waited since {@code then} or longer without an owner that is known of. */
  boolean isQueuedSince(long then) {
    return queued && since - then <= 0;
  }

  /** Says that the task has an owner, or is known to wait. */
  void noLongerQueued() {
    queued = false;
  }

  /** Tokens of the answer that is coming in, as far as they are known. */
  long outputTokens() {
    return outputTokens;
  }

  /** Says how far the answer is. */
  void progress(long tokens) {
    outputTokens = tokens;
  }

  /** Ends the present wait, or else the next one. */
  synchronized void stop(Reason reason) {
    pending = reason;
    if (waiting) {
      thread.interrupt();
    }
  }

  /** Like {@link #stop} with {@link Reason#DRAINING}, but lets an upstream call come to its end. */
  synchronized void drain() {
    pending = Reason.DRAINING;
    if (waiting && !calling) {
      thread.interrupt();
    }
  }

  /** Like {@link #await}; from {@link #beginCall} on, {@link #drain} spares it. */
  <T> T awaitCall(Wait<T> call) throws StoppedException, InterruptedException {
    try {
      return await(call);
    } finally {
      outputTokens = 0; // a renewal after the call must not tell of its answer again
      synchronized (this) {
        calling = false;
      }
    }
  }

  /**
   * Says, within {@link #awaitCall}, that the call may be sent from now on.
   *
   * @throws InterruptedException it must not: a stop came first
   */
  synchronized void beginCall() throws InterruptedException {
    if (pending != null) {
      throw new InterruptedException();
    }
    calling = true;
  }

  /** Forgets what was told of an earlier lease: a new one is held now. */
  synchronized void forgetLostLease() {
    if (pending == Reason.LEASE_LOST) {
      pending = null;
    }
  }

  /** Waits for a time, as {@link #await} does. */
  void pause(Duration time) throws StoppedException, InterruptedException {
    await(
        () -> {
          Patience.pause(time);
          return true;
        });
  }

  /** Nanoseconds of the ticker at which it began. */
  long since() {
    return since;
  }

  /**
   * Waits, on this flight's thread.
   *
   * @throws StoppedException {@link #stop} came before or meanwhile; each stop is delivered once
   * @throws InterruptedException the thread was interrupted by somebody else: the process ends
   */
  <T> T await(Wait<T> wait) throws StoppedException, InterruptedException {
    beginWait();
    try {
      return wait.await();
    } catch (InterruptedException e) {
      throwIfStopped();
      throw e;
    } finally {
      endWait();
    }
  }

  private synchronized void beginWait() throws StoppedException {
    throwIfStopped();
    waiting = true;
  }

  private synchronized void throwIfStopped() throws StoppedException {
    Reason reason = pending;
    if (reason != null) {
      pending = null;
      throw new StoppedException(reason);
    }
  }

  private synchronized void endWait() {
    waiting = false;
    if (pending != null) {
      // The stop came in the moment the wait was over: keep the stop for the next wait, but do not
      // let its interrupt strike what comes between.
      Thread.interrupted();
    }
  }
}
