package dev.swarmworker.worker;

import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tasks' lives in the log, a line for each event. What goes well is said at debug level only: a
 * worker may end thousands of tasks a second.
 */
final class TaskLog implements TaskObserver {

  private static final Logger LOG = Logger.getLogger(TaskLog.class);

  private final AtomicBoolean saidNewer = new AtomicBoolean();

  @Override
  public void claimed(TaskId id, int losses) {
    if (losses > 0) {
      LOG.infof("task %s taken over: %d owners were lost before", id, losses);
    }
  }

  @Override
  public void answerKept(TaskId id) {
    LOG.infof("task %s was answered before its owner was lost, no call is made", id);
  }

  /** Said once: a task is looked at every few seconds, and there may be many. */
  @Override
  public void newer(TaskId id) {
    if (!saidNewer.getAndSet(true)) {
      LOG.warnf("task %s, and perhaps others, is for newer workers: it waits for one of them", id);
    }
  }

  @Override
  public void republished(TaskId id) {
    LOG.debugf("task %s was done before, its result is published again", id);
  }

  @Override
  public void retrying(TaskId id, String agentId, int attempt, Duration pause, String why) {
    LOG.infof("task %s: attempt %d by %s failed, next in %s: %s", id, attempt, agentId, pause, why);
  }

  @Override
  public void artifactUnwritten(TaskId id, String why) {
    LOG.warnf("task %s: its output stays in the result, no artifact was written: %s", id, why);
  }

  @Override
  public void ended(Result result) {
    Failure error = result.error();
    if (error == null) {
      LOG.debugf(
          "task %s %s by %s in %d ms, %d attempts",
          result.taskId(),
          result.status().wireName(),
          result.agentId(),
          result.executionTime().toMillis(),
          result.attempts());
    } else {
      LOG.infof(
          "task %s %s in %d ms, %d attempts: %s, %s",
          result.taskId(),
          result.status().wireName(),
          result.executionTime().toMillis(),
          result.attempts(),
          error.code(),
          error.message());
    }
  }

  @Override
  public void deadLettered(@Nullable TaskId id, ErrorCode code) {
    LOG.infof(
        "dead letter for %s: %s", id == null ? "a message without an id" : "task " + id, code);
  }

  @Override
  public void leaseLost(TaskId id) {
    LOG.warnf("task %s: the lease was lost, what was done for it counts no more", id);
  }

  @Override
  public void leftToOthers(TaskId id) {
    LOG.debugf("task %s is left to others", id);
  }
}
