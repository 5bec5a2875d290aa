package dev.swarmworker.faults;

import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Asks the workers' probes over and over, as Kubernetes does. */
final class ProbeWatch implements AutoCloseable {

  /** What is to be seen of readiness in a scenario. */
  enum Readiness {
    /** Nothing that the workers need is away. */
    STEADY,
    /** Something is away, for so short a time that it may be seen or not. */
    ANY,
    /** Something is away for so long that it has to be seen. */
    DOWN
  }

  private static final Duration EVERY = Duration.ofMillis(300);

  private final Supplier<List<WorkerProcess>> workers;
  private final List<String> notLive = new ArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger notReady = new AtomicInteger();
  private final Set<String> unready = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param workers those whose probes are to answer now
   */
  ProbeWatch(Supplier<List<WorkerProcess>> workers) {
    this.workers = workers;
    thread = Thread.ofPlatform().daemon().name("probes").start(this::watch);
  }

  /** What the answers should not have been, in words. */
  synchronized List<String> violations(Readiness expected) {
    List<String> violations = new ArrayList<>();
    if (!notLive.isEmpty()) {
      violations.add("liveness answered " + notLive);
    }
    if (expected == Readiness.STEADY && notReady.get() > 0) {
      violations.add(
          "%d times not ready, and nothing was away: %s".formatted(notReady.get(), unready));
    }
    if (expected == Readiness.DOWN && notReady.get() == 0) {
      violations.add("ready all the time, and something was away");
    }
    return violations;
  }

  @Override
  public String toString() {
    return "%d, not ready %d".formatted(looks.get(), notReady.get());
  }

  private void watch() {
    try {
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        workers.get().forEach(this::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(WorkerProcess worker) {
    int live = worker.managementStatus("/q/health/live");
    int ready = worker.managementStatus("/q/health/ready");
    if (!workers.get().contains(worker)) {
      return; // killed or frozen meanwhile
    }
    looks.incrementAndGet();
    if (live != 200) {
      synchronized (this) {
        notLive.add(worker.name() + " " + live);
      }
    }
    if (ready != 200) {
      notReady.incrementAndGet();
      unready.add(worker.name() + " " + ready);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(Duration.ofSeconds(25));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
