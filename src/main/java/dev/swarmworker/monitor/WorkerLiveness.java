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
  private final Stall stall;

  WorkerLiveness(Intake intake, Backlog backlog, Dispatcher dispatcher, Stall stall) {
    this.intake = intake;
    this.backlog = backlog;
    this.dispatcher = dispatcher;
    this.stall = stall;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("worker moves")
        .withData("inFlight", dispatcher.snapshot().inFlight())
        .withData("backlog", backlog.latest().messages())
        .status(!stall.isStalled() && !intake.isBroken())
        .build();
  }
}
