package dev.swarmworker.monitor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells a worker that stands still although there is something to do from one that waits for good
 * reason: for an upstream call within its time, for another attempt, or for work. Thread-safe.
 */
final class StallDetector {

  private final Duration limit;
  private final LongSupplier ticker;
  private final Map<Object, Long> busyUntil = new HashMap<>();
  private long moved;

  /**
   * @param limit how long nothing may move while something is due
   * @param ticker nanoseconds, growing
   */
  StallDetector(Duration limit, LongSupplier ticker) {
    this.limit = limit;
    this.ticker = ticker;
    this.moved = ticker.getAsLong();
  }

  /** Something moved, and is busy no more. */
  synchronized void moved(Object what) {
    moved = ticker.getAsLong();
    busyUntil.remove(what);
  }

  /** Something moved, and has good reason to stand still until this time is over. */
  synchronized void busy(Object what, Duration time) {
    moved = ticker.getAsLong();
    busyUntil.put(what, moved + time.toNanos());
  }

  /**
   * Looks.
   *
   * @param due whether there is something to do
   * @return whether nothing has moved for the limit although something was due all the while
   */
  synchronized boolean isStalled(boolean due) {
    long now = ticker.getAsLong();
    if (!due || busyUntil.values().stream().anyMatch(until -> until - now > 0)) {
      moved = now;
      return false;
    }
    return now - moved >= limit.toNanos();
  }
}
