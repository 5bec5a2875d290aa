package dev.swarmworker.state;

import io.vertx.redis.client.Response;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One command under way, and the thread that waits for what comes of it, which is the one that made
 * this. The wait itself has no bound in time, since a timer for each would cost more than the wait:
 * {@link Overdue} ends it. What comes first counts; the rest is ignored.
 */
final class PendingReply {

  private volatile @Nullable Thread waiter = Thread.currentThread();
  private final long deadline;
  private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

  /** One of the two. A reply may be null: Redis says nil. */
  private record Outcome(@Nullable Response reply, @Nullable Throwable failure) {}

  /**
   * @param deadline by {@link System#nanoTime}
   */
  PendingReply(long deadline) {
    this.deadline = deadline;
  }

  long deadline() {
    return deadline;
  }

  boolean isOver() {
    return outcome.get() != null;
  }

  void succeed(@Nullable Response reply) {
    end(new Outcome(reply, null));
  }

  void fail(Throwable cause) {
    end(new Outcome(null, cause));
  }

  private void end(Outcome how) {
    if (outcome.compareAndSet(null, how)) {
      LockSupport.unpark(waiter);
      waiter = null; // whoever still holds this must not hold a thread's stack with it
    }
  }

  /**
   * Waits for it; only the thread that made this does.
   *
   * @throws Throwable what it failed with
   */
  @Nullable Response await() throws Throwable {
    Outcome how = outcome.get();
    while (how == null) {
      if (Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException();
        fail(interrupted);
        throw interrupted;
      }
      LockSupport.park(this);
      how = outcome.get();
    }
    if (how.failure() != null) {
      throw how.failure();
    }
    return how.reply();
  }
}
