package dev.swarmworker.worker;

import dev.swarmworker.history.EventLog;
import dev.swarmworker.history.EventType;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tasks' lives as events. */
final class HistoryObserver implements TaskObserver {

  private final EventLog events;

  HistoryObserver(EventLog events) {
    this.events = events;
  }

  @Override
  public void received(TaskId id) {
    events.append(EventType.TASK_RECEIVED, id.value());
  }

  @Override
  public void claimed(TaskId id, int losses) {
    events.append(
        EventType.TASK_CLAIMED,
        id.value(),
        null,
        null,
        losses == 0 ? null : losses + " owners were lost before");
  }

  @Override
  public void republished(TaskId id) {
    events.append(EventType.TASK_REPUBLISHED, id.value());
  }

  @Override
  public void started(TaskId id, String agentId, int attempt, Duration timeout) {
    events.append(EventType.TASK_STARTED, id.value(), agentId, attempt, null);
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration wait, String why) {
    events.append(
        EventType.TASK_RETRYING,
        id.value(),
        agentId,
        attempt,
        "in %d ms: %s".formatted(wait.toMillis(), why));
  }

  @Override
  public void artifactUnwritten(TaskId id, String why) {
    events.append(EventType.ARTIFACT_UNWRITTEN, id.value(), null, null, why);
  }

  @Override
  public void ended(Result result) {
    events.append(
        switch (result.status()) {
          case COMPLETED -> EventType.TASK_COMPLETED;
          case FAILED -> EventType.TASK_FAILED;
          case CANCELLED -> EventType.TASK_CANCELLED;
          case TIMEOUT -> EventType.TASK_TIMEOUT;
          case QUEUED, RUNNING, RETRYING ->
              throw new IllegalArgumentException("not an end: " + result.status());
        },
        result.taskId().value(),
        result.agentId(),
        result.attempts(),
        result.error() == null ? null : result.error().code().name());
  }

  @Override
  public void deadLettered(@Nullable TaskId id, ErrorCode code) {
    events.append(
        EventType.TASK_DEAD_LETTERED, id == null ? null : id.value(), null, null, code.name());
  }

  @Override
  public void leaseLost(TaskId id) {
    events.append(EventType.LEASE_LOST, id.value());
  }
}
