package dev.swarmworker.agent;

import dev.swarmworker.agent.IndexedAgents.Settings;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * The agents left out for a while. All cool-downs last equally long, so they end in the order in
 * which they began. Guarded by the lock of its {@link IndexedAgents}.
 */
final class CoolDowns {

  /** The answer where no cool-down is over. */
  static final int NONE = -1;

  private record CoolDown(int number, Health cooling) {}

  private final Queue<CoolDown> running = new ArrayDeque<>();
  private final Standing standing;
  private final int threshold;
  private final long nanos;
  private final LongSupplier ticker;

  /**
   * @param ticker nanoseconds that only grow, as {@link System#nanoTime}
   */
  CoolDowns(Standing standing, Settings settings, LongSupplier ticker) {
    this.standing = standing;
    this.threshold = settings.failureThreshold();
    this.nanos = settings.coolDown().toNanos();
    this.ticker = ticker;
  }

  /** A call failed; its agent's cool-down may begin. */
  void failed(int number, boolean probe) {
    Health before = standing.health(number);
    Health after = before.failed(probe, threshold, ticker.getAsLong() + nanos);
    standing.health(number, after);
    if (after.isCooling() && !before.isCooling()) {
      running.add(new CoolDown(number, after));
    }
  }

  /** Ends one cool-down whose time is up, and returns whose it was, or {@link #NONE}. */
  int endOne() {
    CoolDown eldest = running.peek();
    if (eldest == null || ticker.getAsLong() - eldest.cooling().coolDownEnd() < 0) {
      return NONE;
    }
    running.remove();
    int number = eldest.number();
    Health health = standing.health(number);
    if (health.equals(eldest.cooling())) { // else it has recovered since, and may be out again
      standing.health(number, health.coolDownEnded());
    }
    return number;
  }
}
