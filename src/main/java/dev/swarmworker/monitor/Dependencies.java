package dev.swarmworker.monitor;

import dev.swarmworker.result.Writability;
import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.timer.Repeating;
import dev.swarmworker.worker.Backlog;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Whether Kafka and Redis answer, asked every few seconds, so that probes answer at once. */
@Singleton
final class Dependencies {

  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Backlog backlog;
  private final TaskStore store;
  private final Writability writability;
  private final Repeating asking = new Repeating("dependencies");
  private volatile Answer state = Answer.NOT_YET;

  private enum Answer {
    NOT_YET,
    UP,
    DOWN
  }

  Dependencies(Backlog backlog, TaskStore store, Writability writability) {
    this.backlog = backlog;
    this.store = store;
    this.writability = writability;
  }

  void start(@Observes StartupEvent event) {
    asking.start(EVERY, this::ask);
  }

  /** Asks Redis; the broker is asked by those who look after the backlog. */
  void ask() {
    try {
      store.checkWritable();
      state = Answer.UP;
    } catch (StateUnavailableException e) {
      state = Answer.DOWN;
    }
  }

  /** Whether the broker answers and, as far as it was tried, takes what we write. */
  boolean isKafkaUp() {
    return backlog.latest().reachable() && !writability.isFailing();
  }

  /** Whether Redis took a write when it was asked last. */
  boolean isStateUp() {
    return state == Answer.UP;
  }

  /** Whether it took none; before the first answer, neither is known. */
  boolean isStateDown() {
    return state == Answer.DOWN;
  }

  boolean areUp() {
    return isKafkaUp() && isStateUp();
  }

  @PreDestroy
  void close() {
    asking.close();
  }
}
