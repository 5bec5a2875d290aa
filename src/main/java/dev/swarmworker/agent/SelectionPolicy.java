package dev.swarmworker.agent;

/**
 * Whom to prefer among capable agents that are free: whoever is on the lowest level. Agents on the
 * same level take turns.
 */
public enum SelectionPolicy {
  /** Fewest calls in flight; from {@code 63} on all count as equal. */
  LEAST_LOADED,
  /** Each in turn, whatever its load. */
  ROUND_ROBIN,
  /**
   * Shortest expected time to a successful answer, in steps of about 40%: mean latency by share of
   * successes, times the calls that would be in flight. Agents not tried yet come first, one call
   * each; those that were tried and never answered come last.
   */
  PERFORMANCE_BASED;

  private static final int LAST_MEASURED = 47;

  /** The level of an agent, 0 to 63. */
  int level(int inFlight, Performance performance) {
    return switch (this) {
      case LEAST_LOADED -> Math.min(inFlight, Levels.COUNT - 1);
      case ROUND_ROBIN -> 0;
      case PERFORMANCE_BASED -> byPerformance(inFlight, performance);
    };
  }

  private static int byPerformance(int inFlight, Performance performance) {
    if (!performance.isMeasured()) {
      boolean first = inFlight == 0 && performance.isUntried();
      return first ? 0 : Math.min(LAST_MEASURED + 1 + inFlight, Levels.COUNT - 1);
    }
    double cost = performance.expectedMillis() * (inFlight + 1);
    int halfOctaves = (int) (2 * Math.log(cost) / Math.log(2));
    return Math.clamp(halfOctaves, 1, LAST_MEASURED);
  }
}
