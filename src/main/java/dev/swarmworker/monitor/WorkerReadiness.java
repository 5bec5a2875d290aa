package dev.swarmworker.monitor;

import dev.swarmworker.worker.WorkerLifecycle;
import dev.swarmworker.worker.WorkerLifecycle.State;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while this worker takes tasks and both Kafka and Redis do their part. */
@Singleton
@Readiness
final class WorkerReadiness implements HealthCheck {

  private final WorkerLifecycle lifecycle;
  private final Dependencies dependencies;

  WorkerReadiness(WorkerLifecycle lifecycle, Dependencies dependencies) {
    this.lifecycle = lifecycle;
    this.dependencies = dependencies;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("worker takes tasks")
        .withData("worker", lifecycle.state().name())
        .withData("kafka", dependencies.isKafkaUp())
        .withData("redis", dependencies.isStateUp())
        .status(lifecycle.state() == State.RUNNING && dependencies.areUp())
        .build();
  }
}
