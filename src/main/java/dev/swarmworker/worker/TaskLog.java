package dev.swarmworker.worker;

import dev.swarmworker.log.Line;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tasks' lives in the log, a line for each event, with keys beside its text. What goes well is said
 * at debug level only: a worker may end thousands of tasks a second.
 */
final class TaskLog implements TaskObserver {

  private static final Logger LOG = Logger.getLogger(TaskLog.class);

  private final AtomicBoolean saidNewer = new AtomicBoolean();

  @Override
  public void claimed(TaskId id, int losses) {
    if (losses > 0) {
      try (Line _ = Line.of("task.claimed", id)) {
        LOG.infof("task %s taken over: %d owners were lost before", id, losses);
      }
    }
  }

  @Override
  public void answerKept(TaskId id) {
    try (Line _ = Line.of("task.answered-before", id)) {
      LOG.infof("task %s was answered before its owner was lost, no call is made", id);
    }
  }

  /** Said once: a task is looked at every few seconds, and there may be many. */
  @Override
  public void newer(TaskId id) {
    if (!saidNewer.getAndSet(true)) {
      try (Line _ = Line.of("task.newer", id)) {
        LOG.warnf(
            "task %s, and perhaps others, is for newer workers: it waits for one of them", id);
      }
    }
  }

  @Override
  public void republished(TaskId id) {
    if (LOG.isDebugEnabled()) {
      try (Line _ = Line.of("task.republished", id)) {
        LOG.debugf("task %s was done before, its result is published again", id);
      }
    }
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration pause, String why) {
    try (Line _ = Line.of("task.retrying", id).agent(agentId).attempt(attempt)) {
      LOG.infof(
          "task %s: attempt %d by %s failed, next in %s: %s", id, attempt, agentId, pause, why);
    }
  }

  @Override
  public void artifactUnwritten(TaskId id, String why) {
    try (Line _ = Line.of("artifact.unwritten", id)) {
      LOG.warnf("task %s: its output stays in the result, no artifact was written: %s", id, why);
    }
  }

  @Override
  public void ended(Result result) {
    Failure error = result.error();
    if (error != null) {
      try (Line _ = ending(result).code(error.code())) {
        LOG.infof(
            "task %s %s in %d ms, %d attempts: %s, %s",
            result.taskId(),
            result.status().wireName(),
            result.executionTime().toMillis(),
            result.attempts(),
            error.code(),
            error.message());
      }
    } else if (LOG.isDebugEnabled()) {
      try (Line _ = ending(result)) {
        LOG.debugf(
            "task %s %s by %s in %d ms, %d attempts",
            result.taskId(),
            result.status().wireName(),
            result.agentId(),
            result.executionTime().toMillis(),
            result.attempts());
      }
    }
  }

  private static Line ending(Result result) {
    return Line.of("task." + result.status().wireName(), result.taskId())
        .agent(result.agentId())
        .attempt(result.attempts());
  }

  @Override
  public void deadLettered(@Nullable TaskId id, ErrorCode code) {
    try (Line _ = Line.of("task.dead-lettered", id).code(code)) {
      LOG.infof(
          "dead letter for %s: %s", id == null ? "a message without an id" : "task " + id, code);
    }
  }

  @Override
  public void leaseLost(TaskId id) {
    try (Line _ = Line.of("lease.lost", id)) {
      LOG.warnf("task %s: the lease was lost, what was done for it counts no more", id);
    }
  }

  @Override
  public void leftToOthers(TaskId id) {
    if (LOG.isDebugEnabled()) {
      try (Line _ = Line.of("task.left", id)) {
        LOG.debugf("task %s is left to others", id);
      }
    }
  }
}
