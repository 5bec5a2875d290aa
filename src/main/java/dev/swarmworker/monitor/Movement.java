package dev.swarmworker.monitor;

import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.TaskObserver;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Whether tasks move on in this worker. */
@Singleton
final class Movement implements TaskObserver {

  private final StallDetector stall;

  Movement(StallDetector stall) {
    this.stall = stall;
  }

  /** Whether nothing has moved for the stall limit, although something was due all the while. */
  boolean isStalled(boolean due) {
    return stall.isStalled(due);
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
