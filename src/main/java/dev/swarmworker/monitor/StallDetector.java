package dev.swarmworker.monitor;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells a worker that stands still although there is something to do from one that waits for good
 * reason: for an upstream call within its time, for another attempt, or for work. Thread-safe.
 */
final class StallDetector {

  private final Duration limit;
  private final LongSupplier ticker;
  private long moved;
  private long busyUntil;

  /**
   * @param limit how long nothing may move while something is due
   * @param ticker nanoseconds, growing
   */
  StallDetector(Duration limit, LongSupplier ticker) {
    this.limit = limit;
    this.ticker = ticker;
    this.moved = ticker.getAsLong();
    this.busyUntil = moved;
  }

  /** Something moved. */
  synchronized void moved() {
    moved = ticker.getAsLong();
  }

  /** Something moved, and until this time is over nothing more need move. */
  synchronized void busyFor(Duration time) {
    moved();
    long until = moved + time.toNanos();
    if (until - busyUntil > 0) {
      busyUntil = until;
    }
  }

  /**
   * Looks.
   *
   * @param due whether there is something to do
   * @return whether nothing has moved for the limit although something was due all the while
   */
  synchronized boolean isStalled(boolean due) {
    long now = ticker.getAsLong();
    if (!due || busyUntil - now > 0) {
      moved = now;
      return false;
    }
    return now - moved >= limit.toNanos();
  }
}
