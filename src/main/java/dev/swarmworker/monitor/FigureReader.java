package dev.swarmworker.monitor;

import dev.swarmworker.llm.PoolConfig;
import jakarta.inject.Singleton;

/**
 * Makes the alerts' figures. Remembers how many tasks had ended at the moment before; for one
 * thread.
 */
@Singleton
final class FigureReader {

  private final ExecutorTotals totals;
  private final PoolConfig pool;
  private long ended;
  private long endedBadly;

  FigureReader(ExecutorTotals totals, PoolConfig pool) {
    this.totals = totals;
    this.pool = pool;
  }

  /** The figures of this moment, and of the time since the moment before. */
  Figures read(Stats stats) {
    long badBefore = endedBadly;
    long endedBefore = ended;
    endedBadly = totals.endedBadly(); // before the other: tasks end meanwhile
    ended = totals.executed();
    return new Figures(
        Figures.failureRate(endedBadly - badBefore, ended - endedBefore),
        (double) stats.connectionPool().inUse() / pool.max(),
        stats.connectionPool().waiting(),
        stats.system().rssBytes());
  }
}
