package dev.swarmworker.agent;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Time that stands still until moved. For one thread. */
final class ManualTicker implements LongSupplier {

  /** Just before the ticker wraps around, since {@link System#nanoTime} may stand anywhere. */
  private long nanos = Long.MAX_VALUE - 1_000;

  void advance(Duration duration) {
    nanos += duration.toNanos();
  }

  @Override
  public long getAsLong() {
    return nanos;
  }
}
