package dev.swarmworker.monitor;

import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.TaskObserver;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether tasks come in, and move on, in this worker. */
final class Movement implements TaskObserver {

  private final StallDetector tasks;
  private final StallDetector intake;

  /**
   * @param limit how long nothing may move while something is due
   * @param ticker nanoseconds, growing
   */
  Movement(Duration limit, LongSupplier ticker) {
    tasks = new StallDetector(limit, ticker);
    intake = new StallDetector(limit, ticker);
  }

  /**
   * Whether for the stall limit nothing has moved although something was due all the while, or
   * nothing has come in although something was waiting: then no call that runs is an excuse.
   *
   * @param inFlight whether there are tasks here
   * @param waiting whether there are messages that were asked for
   */
  boolean isStalled(boolean inFlight, boolean waiting) {
    boolean still = tasks.isStalled(inFlight || waiting);
    return intake.isStalled(waiting) || still; // both look each time
  }

  @Override
  public void received(TaskId id) {
    tasks.moved(id);
    intake.moved(id);
  }

  /** Of what is no task, this is all that is heard. */
  @Override
  public void deadLettered(@Nullable TaskId id, ErrorCode code) {
    tasks.moved(code);
    intake.moved(code);
  }

  @Override
  public void held(TaskId id) {
    tasks.moved(id);
  }

  @Override
  public void started(TaskId id, String agentId, int attempt, Duration timeout) {
    tasks.busy(id, timeout);
  }

  @Override
  public void sharing(TaskId id, Duration pause) {
    tasks.busy(id, pause);
  }

  @Override
  public void called(TaskId id, String agentId, CallOutcome outcome, Duration took) {
    tasks.moved(id);
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration pause, String why) {
    tasks.busy(id, pause);
  }

  @Override
  public void ended(Result result) {
    tasks.moved(result.taskId());
  }

  @Override
  public void republished(TaskId id) {
    tasks.moved(id);
  }

  @Override
  public void leaseLost(TaskId id) {
    tasks.moved(id);
  }

  @Override
  public void leftToOthers(TaskId id) {
    tasks.moved(id);
  }
}
