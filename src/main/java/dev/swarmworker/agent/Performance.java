package dev.swarmworker.agent;

/**
 * How an agent has done lately: moving averages that forget.
 *
 * @param millis of calls answered; not a number before the first
 * @param success share of calls answered, 0 to 1
 */
record Performance(float millis, float success) {

  static final Performance UNTRIED = new Performance(Float.NaN, 1);

  /** Weight of the newest call; about the last ten count. */
  private static final float WEIGHT = 0.1f;

  /** An agent is never thought worse than this, so that its cost stays finite. */
  private static final float LEAST_SUCCESS = 0.05f;

  Performance succeeded(long tookNanos) {
    float took = tookNanos / 1e6f;
    return new Performance(
        isMeasured() ? millis + WEIGHT * (took - millis) : took, success + WEIGHT * (1 - success));
  }

  Performance failed() {
    return new Performance(millis, success - WEIGHT * success);
  }

  /** Whether no call has come to anything yet. */
  boolean isUntried() {
    return !isMeasured() && success == 1;
  }

  /** Whether there is a time to go by. */
  boolean isMeasured() {
    return !Float.isNaN(millis);
  }

  /** What a successful answer takes, tries that fail included, in milliseconds. */
  double expectedMillis() {
    return millis / Math.max(success, LEAST_SUCCESS);
  }
}
