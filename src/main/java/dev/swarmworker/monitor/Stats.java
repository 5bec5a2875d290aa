package dev.swarmworker.monitor;

import java.time.Instant;
import java.util.List;

/**
 * One snapshot of this worker, in the contract's words. Times in milliseconds, sizes in bytes,
 * rates 0 to 1.
 *
 * @param stale sections that could not be read at this moment, and stand as they were last seen
 */
public record Stats(
    Instant at,
    Executor executor,
    ConnectionPool connectionPool,
    Cache cache,
    Files files,
    State state,
    History history,
    OwnProcess system,
    List<String> stale) {

  public record Executor(
      long totalExecuted,
      long totalSucceeded,
      long totalFailed,
      double avgExecutionTime,
      int queueLength,
      int activeExecutions,
      int concurrency) {}

  public record ConnectionPool(
      int total, int inUse, int idle, int waiting, long opened, long totalUseCount, double reuse) {}

  public record Cache(long hits, long misses, double hitRate, long size) {}

  public record Files(
      long operations, long totalBytes, long errors, int readQueue, int writeQueue) {}

  public record State(long size, long hits, long misses, long evictions, long expirations) {}

  /**
   * The events.
   *
   * @param bytes of heap that they take, about
   */
  public record History(int capacity, int size, long totalWritten, long overwritten, long bytes) {}

  public record OwnProcess(double cpu, long rssBytes, long heapBytes, int threads, long uptime) {}
}
