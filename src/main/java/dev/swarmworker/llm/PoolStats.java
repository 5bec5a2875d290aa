package dev.swarmworker.llm;

/**
 * The connection pool at one moment.
 *
 * @param total open connections
 * @param inUse of these, with a call on them
 * @param idle of these, without
 * @param waiting calls waiting for one
 * @param opened connections opened since start
 * @param totalUseCount calls sent since start
 */
public record PoolStats(
    int total, int inUse, int idle, int waiting, long opened, long totalUseCount) {

  /** Share of calls that found their connection open, 0 to 1. */
  public double reuse() {
    return totalUseCount == 0 ? 0 : Math.max(0, 1 - (double) opened / totalUseCount);
  }
}
