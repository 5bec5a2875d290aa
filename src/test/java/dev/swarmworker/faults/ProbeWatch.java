package dev.swarmworker.faults;

import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Asks the workers' probes over and over, as Kubernetes does. */
final class ProbeWatch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(300);

  private final Supplier<List<WorkerProcess>> workers;
  private final List<Integer> notLive = new ArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger notReady = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param workers those whose probes are to answer now
   */
  ProbeWatch(Supplier<List<WorkerProcess>> workers) {
    this.workers = workers;
    thread = Thread.ofPlatform().daemon().name("probes").start(this::watch);
  }

  /** Answers of liveness probes that should have been 200. */
  synchronized List<Integer> notLive() {
    return List.copyOf(notLive);
  }

  /** How often a worker was not ready. */
  int notReady() {
    return notReady.get();
  }

  int looks() {
    return looks.get();
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
        notLive.add(live);
      }
    }
    if (ready != 200) {
      notReady.incrementAndGet();
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
