package dev.swarmworker.agent;

/**
 * Whether an agent's upstream works. After so many failures in a row the agent is left out for a
 * while; then one call probes it.
 *
 * <p>A value, the same one for all agents without a recent failure.
 *
 * @param failures in a row, where healthy
 * @param coolDownEnd by the ticker, where left out; tells one cool-down from another
 */
record Health(State state, int failures, long coolDownEnd) {

  static final Health HEALTHY = new Health(State.HEALTHY, 0, 0);
  private static final Health PROBE_DUE = new Health(State.PROBE_DUE, 0, 0);
  private static final Health PROBING = new Health(State.PROBING, 0, 0);

  /** How far an agent is on its way out and back. */
  enum State {
    HEALTHY,
    COOLING,
    PROBE_DUE,
    PROBING
  }

  boolean isHealthy() {
    return state == State.HEALTHY;
  }

  boolean isCooling() {
    return state == State.COOLING;
  }

  /** Whether the next call is the probe. */
  boolean isProbeDue() {
    return state == State.PROBE_DUE;
  }

  /** Whether a call may go there: always where healthy, else only the probe. */
  boolean admits() {
    return isHealthy() || isProbeDue();
  }

  /** A call goes there. */
  Health begun() {
    return isProbeDue() ? PROBING : this;
  }

  /** A call was answered; whichever it was, the upstream works. */
  Health answered() {
    return HEALTHY;
  }

  /**
   * A call failed. Calls that began before the cool-down teach nothing new.
   *
   * @param probe whether it was the probe
   * @param threshold failures in a row until it is left out
   * @param end of the cool-down that may begin
   */
  Health failed(boolean probe, int threshold, long end) {
    boolean out = isHealthy() ? failures + 1 >= threshold : probe && state == State.PROBING;
    if (out) {
      return new Health(State.COOLING, 0, end);
    }
    return isHealthy() ? new Health(State.HEALTHY, failures + 1, 0) : this;
  }

  /** A call taught nothing; where it was the probe, another must follow. */
  Health abandoned(boolean probe) {
    return probe && state == State.PROBING ? PROBE_DUE : this;
  }

  /** The cool-down is over. */
  Health coolDownEnded() {
    return isCooling() ? PROBE_DUE : this;
  }
}
