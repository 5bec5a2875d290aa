package dev.swarmworker.monitor;

import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.worker.Backlog;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Whether Kafka and Redis answer, asked every few seconds, so that probes answer at once. */
@Singleton
final class Dependencies {

  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Backlog backlog;
  private final TaskStore store;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("dependencies").factory());
  private volatile boolean stateUp;

  Dependencies(Backlog backlog, TaskStore store) {
    this.backlog = backlog;
    this.store = store;
  }

  void start(@Observes StartupEvent event) {
    var _ = timer.scheduleWithFixedDelay(this::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask() {
    try {
      store.checkWritable();
      stateUp = true;
    } catch (StateUnavailableException e) {
      stateUp = false;
    }
  }

  boolean isKafkaUp() {
    return backlog.latest().reachable();
  }

  boolean isStateUp() {
    return stateUp;
  }

  boolean areUp() {
    return isKafkaUp() && isStateUp();
  }

  @PreDestroy
  void close() {
    timer.shutdownNow();
  }
}
