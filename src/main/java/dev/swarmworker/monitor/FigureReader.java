package dev.swarmworker.monitor;

import dev.swarmworker.llm.PoolConfig;
import dev.swarmworker.monitor.RunningTasks.Running;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the alerts' figures. Remembers how many tasks had ended at the moment before; for one
 * thread.
 */
@Singleton
final class FigureReader {

  private final ExecutorTotals totals;
  private final RunningTasks running;
  private final PoolConfig pool;
  private long ended;
  private long endedBadly;

  FigureReader(ExecutorTotals totals, RunningTasks running, PoolConfig pool) {
    this.totals = totals;
    this.running = running;
    this.pool = pool;
  }

  /** The task that has run longest; nothing where none runs. */
  Optional<Running> slowest() {
    return running.oldest();
  }

  /** The figures of this moment, and of the time since the moment before. */
  Figures read(Stats stats, Optional<Running> slowest) {
    long badBefore = endedBadly;
    long endedBefore = ended;
    endedBadly = totals.endedBadly(); // before the other: tasks end meanwhile
    ended = totals.executed();
    return new Figures(
        Figures.failureRate(endedBadly - badBefore, ended - endedBefore),
        (double) stats.connectionPool().inUse() / pool.max(),
        stats.connectionPool().waiting(),
        stats.system().rssBytes(),
        slowest.map(Running::age).orElse(Duration.ZERO));
  }
}
