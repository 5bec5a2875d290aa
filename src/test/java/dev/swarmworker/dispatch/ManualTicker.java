package dev.swarmworker.dispatch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that stands still until moved. */
final class ManualTicker implements LongSupplier {

  private final AtomicLong nanos;

  /**
   * Starts just before the ticker wraps around, since {@link System#nanoTime} may stand anywhere.
   */
  ManualTicker() {
    nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());
  }

  void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }
}
