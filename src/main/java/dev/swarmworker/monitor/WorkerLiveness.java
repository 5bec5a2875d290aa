package dev.swarmworker.monitor;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.Backlog;
import dev.swarmworker.worker.Intake;
import dev.swarmworker.worker.TaskObserver;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive, unless the tasks topic can be read no more, or tasks are due and nothing has moved for the
 * stall limit. A broker or Redis that is away is no reason to be restarted.
 */
@Singleton
@Liveness
final class WorkerLiveness implements HealthCheck, TaskObserver {

  private final Intake intake;
  private final Backlog backlog;
  private final Dispatcher dispatcher;
  private final Dependencies dependencies;
  private final StallDetector stall;

  WorkerLiveness(
      Intake intake,
      Backlog backlog,
      Dispatcher dispatcher,
      Dependencies dependencies,
      MonitorConfig config) {
    this.intake = intake;
    this.backlog = backlog;
    this.dispatcher = dispatcher;
    this.dependencies = dependencies;
    this.stall = new StallDetector(config.stallLimit(), System::nanoTime);
  }

  @Override
  public HealthCheckResponse call() {
    boolean stalled = stall.isStalled(isDue());
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

  @Override
  public void received(TaskId id) {
    stall.moved();
  }

  @Override
  public void held(TaskId id) {
    stall.moved();
  }

  @Override
  public void started(TaskId id, String agentId, int attempt, Duration timeout) {
    stall.busyFor(timeout);
  }

  @Override
  public void called(TaskId id, String agentId, CallOutcome outcome, Duration took) {
    stall.moved();
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration wait, String why) {
    stall.busyFor(wait);
  }

  @Override
  public void ended(Result result) {
    stall.moved();
  }

  @Override
  public void republished(TaskId id) {
    stall.moved();
  }
}
