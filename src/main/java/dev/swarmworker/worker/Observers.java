package dev.swarmworker.worker;

import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells many observers what it is told. */
final class Observers implements TaskObserver {

  private final List<TaskObserver> all;

  Observers(List<TaskObserver> all) {
    this.all = List.copyOf(all);
  }

  private void tell(Consumer<TaskObserver> news) {
    all.forEach(news);
  }

  @Override
  public void received(TaskId id) {
    tell(o -> o.received(id));
  }

  @Override
  public void claiming(TaskId id) {
    tell(o -> o.claiming(id));
  }

  @Override
  public void claimed(TaskId id, int losses) {
    tell(o -> o.claimed(id, losses));
  }

  @Override
  public void answerKept(TaskId id) {
    tell(o -> o.answerKept(id));
  }

  @Override
  public void held(TaskId id) {
    tell(o -> o.held(id));
  }

  @Override
  public void newer(TaskId id) {
    tell(o -> o.newer(id));
  }

  @Override
  public void doneBefore(TaskId id) {
    tell(o -> o.doneBefore(id));
  }

  @Override
  public void republished(TaskId id) {
    tell(o -> o.republished(id));
  }

  @Override
  public void started(TaskId id, String agentId, int attempt, Duration timeout) {
    tell(o -> o.started(id, agentId, attempt, timeout));
  }

  @Override
  public void called(TaskId id, String agentId, CallOutcome outcome, Duration took) {
    tell(o -> o.called(id, agentId, outcome, took));
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration wait, String why) {
    tell(o -> o.retrying(id, agentId, attempt, wait, why));
  }

  @Override
  public void sharing(TaskId id, Duration pause) {
    tell(o -> o.sharing(id, pause));
  }

  @Override
  public void artifactUnwritten(TaskId id, String why) {
    tell(o -> o.artifactUnwritten(id, why));
  }

  @Override
  public void ended(Result result) {
    tell(o -> o.ended(result));
  }

  @Override
  public void deadLettered(@Nullable TaskId id, ErrorCode code) {
    tell(o -> o.deadLettered(id, code));
  }

  @Override
  public void leaseLost(TaskId id) {
    tell(o -> o.leaseLost(id));
  }

  @Override
  public void leftToOthers(TaskId id) {
    tell(o -> o.leftToOthers(id));
  }
}
