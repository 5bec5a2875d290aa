package dev.swarmworker.agent;

/**
 * Whether an agent's upstream works. After so many failures in a row the agent is left out for a
 * while; then one call probes it. Not safe for threads.
 */
final class Health {

  /** What a report changed. */
  enum Change {
    NONE,
    BECAME_UNHEALTHY,
    STILL_UNHEALTHY,
    RECOVERED
  }

  private enum State {
    HEALTHY,
    COOLING,
    PROBE_DUE,
    PROBING
  }

  private final int threshold;
  private State state = State.HEALTHY;
  private int failures;
  private int coolDowns;

  /**
   * @param threshold failures in a row
   */
  Health(int threshold) {
    this.threshold = threshold;
  }

  boolean isHealthy() {
    return state == State.HEALTHY;
  }

  /** Whether a call may go there: always where healthy, else only the probe. */
  boolean admits() {
    return state == State.HEALTHY || state == State.PROBE_DUE;
  }

  /** A call goes there. Returns whether it is the probe. */
  boolean begin() {
    if (state == State.PROBE_DUE) {
      state = State.PROBING;
      return true;
    }
    return false;
  }

  /** A call was answered; whichever it was, the upstream works. */
  Change succeeded() {
    failures = 0;
    if (state == State.HEALTHY) {
      return Change.NONE;
    }
    state = State.HEALTHY;
    return Change.RECOVERED;
  }

  /** A call failed. Calls that began before the cool-down teach nothing new. */
  Change failed(boolean probe) {
    failures++;
    if (state == State.HEALTHY && failures >= threshold) {
      coolDown();
      return Change.BECAME_UNHEALTHY;
    }
    if (state == State.PROBING && probe) {
      coolDown();
      return Change.STILL_UNHEALTHY;
    }
    return Change.NONE;
  }

  private void coolDown() {
    state = State.COOLING;
    coolDowns++;
  }

  /** A call taught nothing; where it was the probe, another must follow. */
  void abandoned(boolean probe) {
    if (probe && state == State.PROBING) {
      state = State.PROBE_DUE;
    }
  }

  /** Which cool-down this is, so that the end of an earlier one is not taken for this one's. */
  int coolDownNumber() {
    return coolDowns;
  }

  /** That cool-down is over. */
  void coolDownEnded(int number) {
    if (state == State.COOLING && number == coolDowns) {
      state = State.PROBE_DUE;
    }
  }
}
