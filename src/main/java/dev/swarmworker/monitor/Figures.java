package dev.swarmworker.monitor;

import java.util.OptionalDouble;

/**
 * What the alerts look at, at one moment.
 *
 * @param failureRate 0 to 1, of the tasks that ended since the moment before; nothing where none
 *     ended
 * @param poolUse 0 to 1, of the most connections that the pool may open
 * @param poolWaiting calls waiting for a connection
 * @param memoryBytes that the process holds
 */
public record Figures(
    OptionalDouble failureRate, double poolUse, int poolWaiting, long memoryBytes) {

  /**
   * The failure rate of a span in which {@code ended} tasks ended, {@code failed} of them badly.
   */
  public static OptionalDouble failureRate(long failed, long ended) {
    return ended == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) failed / ended);
  }

  /** The figure of this kind, in its unit, or nothing where it says nothing now. */
  OptionalDouble of(AlertKind kind) {
    return switch (kind) {
      case FAILURE_RATE -> failureRate;
      case POOL_USE -> OptionalDouble.of(poolUse);
      case POOL_WAITING -> OptionalDouble.of(poolWaiting);
      case MEMORY -> OptionalDouble.of((double) memoryBytes);
      case SLOW_TASK -> OptionalDouble.empty(); // each task has its own: SlowTasks
    };
  }
}
