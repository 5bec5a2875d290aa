package dev.swarmworker.monitor;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.worker.Backlog;
import dev.swarmworker.worker.Intake;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive, unless the tasks topic can be read no more, or tasks are due and nothing has moved for the
 * stall limit. A broker or Redis that is away is no reason to be restarted.
 */
@Singleton
@Liveness
final class WorkerLiveness implements HealthCheck {

  private final Intake intake;
  private final Backlog backlog;
  private final Dispatcher dispatcher;
  private final Dependencies dependencies;
  private final Movement movement;

  WorkerLiveness(
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

  @Override
  public HealthCheckResponse call() {
    boolean stalled = movement.isStalled(isDue());
    return HealthCheckResponse.named("worker moves")
        .withData("inFlight", dispatcher.snapshot().inFlight())
        .withData("backlog", backlog.latest().messages())
        .status(!stalled && !intake.isBroken())
        .build();
  }

  private boolean isDue() {
    boolean waiting = intake.isOpen() && backlog.latest().messages() > 0;
    return dependencies.areUp() && (waiting || dispatcher.snapshot().inFlight() > 0);
  }
}
