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
    stall.moved(id);
  }

  @Override
  public void held(TaskId id) {
    stall.moved(id);
  }

  @Override
  public void started(TaskId id, String agentId, int attempt, Duration timeout) {
    stall.busy(id, timeout);
  }

  @Override
  public void sharing(TaskId id, Duration pause) {
    stall.busy(id, pause);
  }

  @Override
  public void called(TaskId id, String agentId, CallOutcome outcome, Duration took) {
    stall.moved(id);
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration pause, String why) {
    stall.busy(id, pause);
  }

  @Override
  public void ended(Result result) {
    stall.moved(result.taskId());
  }

  @Override
  public void republished(TaskId id) {
    stall.moved(id);
  }

  @Override
  public void leaseLost(TaskId id) {
    stall.moved(id);
  }

  @Override
  public void leftToOthers(TaskId id) {
    stall.moved(id);
  }
}
