package dev.swarmworker.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The agents left out for a while. All cool-downs last equally long, so they end in the order in
 * which they began. Guarded by the lock of its {@link IndexedAgents}.
 */
final class CoolDowns {

  private record CoolDown(Entry entry, Health cooling) {}

  private final Queue<CoolDown> running = new ArrayDeque<>();
  private final long nanos;
  private final LongSupplier ticker;

  /**
   * @param ticker nanoseconds that only grow, as {@link System#nanoTime}
   */
  CoolDowns(Duration duration, LongSupplier ticker) {
    this.nanos = duration.toNanos();
    this.ticker = ticker;
  }

  /** When a cool-down ends that begins now. */
  long end() {
    return ticker.getAsLong() + nanos;
  }

  /** The agent's cool-down has begun. */
  void add(Entry entry) {
    running.add(new CoolDown(entry, entry.health));
  }

  /** Ends one cool-down whose time is up, and returns whose it was; null where there is none. */
  @Nullable Entry endOne() {
    @Nullable CoolDown eldest = running.peek();
    if (eldest == null || ticker.getAsLong() - eldest.cooling().coolDownEnd() < 0) {
      return null;
    }
    running.remove();
    Entry entry = eldest.entry();
    if (entry.health.equals(
        eldest.cooling())) { // else it has recovered since, and may be out again
      entry.health = entry.health.coolDownEnded();
    }
    return entry;
  }
}
