package dev.swarmworker.monitor;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Share of the processors that this process used between two looks. The platform has a figure of
 * its own, but whoever else asks for it ends the span it is taken over.
 */
final class CpuMeter {

  /** A shorter span says nothing, as the system counts in steps: the last figure stands. */
  static final Duration SHORTEST_SPAN = Duration.ofMillis(100);

  private final LongSupplier cpuNanos;
  private final LongSupplier nanoTime;
  private final IntSupplier processors;
  private long lastCpu;
  private long lastTime;
  private double load;

  /**
   * @param cpuNanos processor time of the process so far; negative where unknown
   * @param nanoTime a clock that only moves on
   * @param processors that the process may use, now
   */
  CpuMeter(LongSupplier cpuNanos, LongSupplier nanoTime, IntSupplier processors) {
    this.cpuNanos = cpuNanos;
    this.nanoTime = nanoTime;
    this.processors = processors;
    lastCpu = cpuNanos.getAsLong();
    lastTime = nanoTime.getAsLong();
  }

  /** 0 to 1; 0 where it is not known. */
  synchronized double load() {
    long now = nanoTime.getAsLong();
    long elapsed = now - lastTime;
    if (elapsed < SHORTEST_SPAN.toNanos()) {
      return load;
    }
    long cpu = cpuNanos.getAsLong();
    load = Math.clamp((double) (cpu - lastCpu) / elapsed / processors.getAsInt(), 0, 1);
    lastCpu = cpu;
    lastTime = now;
    return load;
  }
}
