package dev.swarmworker.llm;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the calls under way, over all endpoints: first come, first served, and nobody waits for
 * ever. Safe for many threads.
 */
final class Bulkhead {
  private final Semaphore semaphore;
  private final PoolConfig config;
  private final PoolListener listener;

  Bulkhead(PoolConfig config, PoolListener listener) {
    this.semaphore = new Semaphore(config.max(), true);
    this.config = config;
    this.listener = listener;
  }

  /**
   * Waits for a permit. Who gets true gives it back with {@link #release}.
   *
   * @param within this time, if it is shorter than the configured one
   */
  boolean acquire(Duration within) throws InterruptedException {
    boolean hurried = within.compareTo(config.acquireTimeout()) < 0;
    Duration bound = hurried ? within : config.acquireTimeout();
    boolean acquired = semaphore.tryAcquire(bound.toNanos(), TimeUnit.NANOSECONDS);
    if (!acquired && !hurried) {
      listener.exhausted(exhausted());
    }
    return acquired;
  }

  void release() {
    semaphore.release();
  }

  /** Calls that wait; exact only while nobody comes or goes. */
  int waiting() {
    return semaphore.getQueueLength();
  }

  /** What an exhausted pool is called. */
  String exhausted() {
    return "no free connection within %s: all %d are in use"
        .formatted(config.acquireTimeout(), config.max());
  }
}
