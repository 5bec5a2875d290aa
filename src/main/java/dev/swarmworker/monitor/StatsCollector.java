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
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** Reads every part's figures at one moment. */
@Singleton
public final class StatsCollector {

  /** The sections that come from Redis. */
  private static final List<String> IN_REDIS = List.of("cache", "state");

  private final Work work;
  private final LlmStatus llm;
  private final Memory memory;
  private final SystemSampler system;
  private final InstantSource clock;

  /** What runs, and has run. */
  @Singleton
  record Work(ExecutorTotals totals, Dispatcher dispatcher) {}

  /** What is remembered, in Redis, on disk and in this process. */
  @Singleton
  record Memory(Stores stores, ArtifactStore artifacts, EventHistory history) {}

  StatsCollector(
      Work work, LlmStatus llm, Memory memory, SystemSampler system, InstantSource clock) {
    this.work = work;
    this.llm = llm;
    this.memory = memory;
    this.system = system;
    this.clock = clock;
  }

  /** Collects. Blocks for two round trips to Redis, unless it is known to be away. */
  public Stats collect() {
    Stores.Look stores = memory.stores().look();
    return new Stats(
        clock.instant(),
        executor(),
        connectionPool(llm.pool()),
        cache(stores.cache()),
        files(memory.artifacts().stats()),
        state(stores.tasks()),
        history(memory.history()),
        process(system.sample()),
        stores.fresh() ? List.of() : IN_REDIS);
  }

  private Stats.Executor executor() {
    Permits.Snapshot permits = work.dispatcher().snapshot().permits();
    // In this order, since tasks end meanwhile: there are never more successes than tasks.
    long succeeded = work.totals().succeeded();
    long executed = work.totals().executed();
    return new Stats.Executor(
        executed,
        succeeded,
        executed - succeeded,
        work.totals().averageMillis(),
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

  private static Stats.History history(EventHistory history) {
    CircularBuffer.Stats stats = history.stats();
    return new Stats.History(
        stats.capacity(),
        stats.size(),
        stats.totalWritten(),
        stats.overwritten(),
        history.estimatedBytes());
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
