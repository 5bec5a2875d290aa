package dev.swarmworker.monitor;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.timer.Repeating;
import dev.swarmworker.worker.Backlog;
import dev.swarmworker.worker.Intake;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Whether this worker stands still although something is due. Looks by itself every few seconds:
 * how long nothing has moved must not depend on how often somebody probes.
 */
@Singleton
final class Stall {

  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Intake intake;
  private final Backlog backlog;
  private final Dispatcher dispatcher;
  private final Dependencies dependencies;
  private final Movement movement;
  private final Repeating looking = new Repeating("stall");

  Stall(
      Intake intake,
      Backlog backlog,
      Dispatcher dispatcher,
      Dependencies dependencies,
      Movement movement) {
    this.intake = intake;
    this.backlog = backlog;
    this.dispatcher = dispatcher;
    this.dependencies = dependencies;
    this.movement = movement;
  }

  void start(@Observes StartupEvent event) {
    looking.start(EVERY, this::isStalled);
  }

  /** Looks now. */
  boolean isStalled() {
    // What cannot move while Kafka or Redis is away is not due.
    boolean up = dependencies.areUp();
    boolean waiting = intake.isOpen() && backlog.latest().messages() > 0;
    return movement.isStalled(up && dispatcher.snapshot().inFlight() > 0, up && waiting);
  }

  @PreDestroy
  void close() {
    looking.close();
  }
}
