package dev.swarmworker.monitor;

import dev.swarmworker.worker.WorkerLifecycle;
import dev.swarmworker.worker.WorkerLifecycle.State;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started once intake runs; whether anything comes in is readiness' matter. */
@Singleton
@Startup
final class WorkerStartup implements HealthCheck {

  private final WorkerLifecycle lifecycle;

  WorkerStartup(WorkerLifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("worker has started")
        .status(lifecycle.state() != State.STARTING)
        .build();
  }
}
