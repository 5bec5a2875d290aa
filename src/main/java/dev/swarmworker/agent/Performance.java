package dev.swarmworker.agent;

/** How an agent has done lately: moving averages that forget. Not safe for threads. */
final class Performance {

  /** Weight of the newest call; about the last ten count. */
  private static final double WEIGHT = 0.1;

  /** An agent is never thought worse than this, so that its cost stays finite. */
  private static final double LEAST_SUCCESS = 0.05;

  private double nanos;
  private double success = 1;
  private boolean measured;

  void succeeded(long tookNanos) {
    nanos = measured ? nanos + WEIGHT * (tookNanos - nanos) : tookNanos;
    success += WEIGHT * (1 - success);
    measured = true;
  }

  void failed() {
    success -= WEIGHT * success;
  }

  /** Whether no call has come to anything yet. */
  boolean isUntried() {
    return !measured && success == 1;
  }

  /** Whether there is a time to go by. */
  boolean isMeasured() {
    return measured;
  }

  /** What a successful answer takes, tries that fail included, in milliseconds. */
  double expectedMillis() {
    return nanos / 1e6 / Math.max(success, LEAST_SUCCESS);
  }
}
