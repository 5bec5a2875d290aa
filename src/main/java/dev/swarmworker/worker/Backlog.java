package dev.swarmworker.worker;

/** What waits to be taken in, as the broker said a few seconds ago. */
public interface Backlog {

  /** The latest look. */
  Look latest();

  /**
   * What waits in the partitions of this worker.
   *
   * @param reachable whether the broker answered; where not, {@code messages} has no meaning
   * @param messages how many have not been handed over
   */
  record Look(boolean reachable, long messages) {}
}
