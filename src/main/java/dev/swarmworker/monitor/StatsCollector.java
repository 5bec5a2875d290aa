package dev.swarmworker.monitor;

import dev.swarmworker.artifact.ArtifactStore;
import dev.swarmworker.artifact.FileStats;
import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.history.CircularBuffer;
import dev.swarmworker.history.EventHistory;
import dev.swarmworker.llm.LlmStatus;
import dev.swarmworker.llm.PoolStats;
import dev.swarmworker.state.MapStats;
import dev.swarmworker.state.ResultCache;
import dev.swarmworker.state.TaskStore;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Reads every part's figures at one moment. */
@Singleton
public final class StatsCollector {

  private final ExecutorTotals totals;
  private final Dispatcher dispatcher;
  private final LlmStatus llm;
  private final Memory memory;
  private final SystemSampler system;

  /** What is remembered, in Redis, on disk and in this process. */
  @Singleton
  record Memory(
      TaskStore tasks, ResultCache cache, ArtifactStore artifacts, EventHistory history) {}

  StatsCollector(
      ExecutorTotals totals,
      Dispatcher dispatcher,
      LlmStatus llm,
      Memory memory,
      SystemSampler system) {
    this.totals = totals;
    this.dispatcher = dispatcher;
    this.llm = llm;
    this.memory = memory;
    this.system = system;
  }

  /**
   * Collects. Blocks for a round trip to Redis.
   *
   * @throws dev.swarmworker.state.StateUnavailableException Redis cannot be reached
   */
  public Stats collect() {
    return new Stats(
        InstantSource.system().instant(),
        executor(),
        connectionPool(llm.pool()),
        cache(memory.cache().stats()),
        files(memory.artifacts().stats()),
        state(memory.tasks().stats()),
        history(memory.history().stats()),
        process(system.sample()));
  }

  private Stats.Executor executor() {
    Permits.Snapshot permits = dispatcher.snapshot().permits();
    long executed = totals.executed();
    long succeeded = totals.succeeded();
    return new Stats.Executor(
        executed,
        succeeded,
        executed - succeeded,
        totals.averageMillis(),
        permits.waiting(),
        permits.inUse(),
        permits.limit());
  }

  private static Stats.ConnectionPool connectionPool(PoolStats pool) {
    return new Stats.ConnectionPool(
        pool.total(),
        pool.inUse(),
        pool.idle(),
        pool.waiting(),
        pool.opened(),
        pool.totalUseCount(),
        pool.reuse());
  }

  private static Stats.Cache cache(MapStats cache) {
    return new Stats.Cache(cache.hits(), cache.misses(), cache.hitRate(), cache.size());
  }

  private static Stats.Files files(FileStats files) {
    return new Stats.Files(
        files.operations(),
        files.totalBytes(),
        files.errors(),
        files.readQueue(),
        files.writeQueue());
  }

  private static Stats.State state(MapStats state) {
    return new Stats.State(
        state.size(), state.hits(), state.misses(), state.evictions(), state.expirations());
  }

  private static Stats.History history(CircularBuffer.Stats history) {
    return new Stats.History(
        history.capacity(), history.size(), history.totalWritten(), history.overwritten());
  }

  private static Stats.OwnProcess process(SystemSample sample) {
    return new Stats.OwnProcess(
        sample.cpu(),
        sample.rssBytes(),
        sample.heapBytes(),
        sample.threads(),
        sample.uptime().toMillis());
  }
}
