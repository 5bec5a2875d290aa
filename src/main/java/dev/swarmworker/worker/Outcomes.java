package dev.swarmworker.worker;

import dev.swarmworker.task.Answer;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Outcome.Cancelled;
import dev.swarmworker.task.Outcome.Completed;
import dev.swarmworker.task.Outcome.Failed;
import dev.swarmworker.task.Outcome.TimedOut;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.task.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Puts an outcome into the words of a result. */
final class Outcomes {

  /** Longest model name in a result, in characters. */
  private static final int MAX_MODEL = 256;

  private final String workerId;
  private final InstantSource clock;

  Outcomes(String workerId, InstantSource clock) {
    this.workerId = workerId;
    this.clock = clock;
  }

  static Outcome cancelled() {
    return new Cancelled(
        new Failure(ErrorCode.CANCELLED, "somebody asked for the task's end", false));
  }

  static Outcome deadlineExceeded() {
    return new TimedOut(
        new Failure(ErrorCode.DEADLINE_EXCEEDED, "the task's deadline passed", false));
  }

  Instant now() {
    return clock.instant();
  }

  Result result(Run run, Outcome outcome) {
    return switch (outcome) {
      case Completed completed -> completed(run, completed);
      case Failed failed -> unsuccessful(run, outcome.status(), failed.failure());
      case TimedOut timedOut -> unsuccessful(run, outcome.status(), timedOut.failure());
      case Cancelled cancelled -> unsuccessful(run, outcome.status(), cancelled.failure());
    };
  }

  /** The outcome of a task whose owners were lost, perhaps in a call. */
  static Outcome unknownAfter(int losses) {
    return new Failed(
        new Failure(
            ErrorCode.OUTCOME_UNKNOWN,
            "%d workers were lost while they worked on it, perhaps in a call".formatted(losses),
            false));
  }

  /** The outcome of a task whose owners were lost while they settled the answer that was kept. */
  static Outcome unsettledAfter(int settlersLost) {
    return new Failed(
        new Failure(
            ErrorCode.OUTCOME_UNKNOWN,
            "%d workers were lost while they made a result of its answer, which was paid for"
                .formatted(settlersLost),
            false));
  }

  /** The outcome of a task whose answer was kept, and cannot be read. */
  static Outcome unreadable() {
    return new Failed(
        new Failure(ErrorCode.OUTCOME_UNKNOWN, "the answer that was kept cannot be read", false));
  }

  /** The outcome of a task whose result would be too large to be published. */
  static Outcome tooLarge(int bytes, int limit) {
    return new Failed(
        new Failure(
            ErrorCode.ARTIFACT_FAILED,
            "the result has %d bytes, at most %d can be published: set swarm.files.dir"
                .formatted(bytes, limit),
            false));
  }

  /** The result of a message that is no task. */
  Result rejection(TaskId id, Failure failure) {
    return new Result(
        id,
        Status.FAILED,
        null,
        null,
        "",
        null,
        failure,
        TokenUsage.NONE,
        Duration.ZERO,
        0,
        false,
        null,
        null,
        workerId,
        now());
  }

  private Result completed(Run run, Completed completed) {
    Answer answer = completed.answer();
    return new Result(
        run.task().id(),
        Status.COMPLETED,
        run.agentId(),
        answer.model(),
        answer.text(),
        completed.artifact(),
        null,
        completed.cached() ? TokenUsage.NONE : answer.usage(),
        executionTime(run),
        run.attempts(),
        completed.cached(),
        answer.stopReason(),
        answer.requestId(),
        workerId,
        now());
  }

  private Result unsuccessful(Run run, Status status, @Nullable Failure failure) {
    return new Result(
        run.task().id(),
        status,
        run.agentId(),
        bounded(run.model()),
        "",
        null,
        failure,
        TokenUsage.NONE,
        executionTime(run),
        run.attempts(),
        false,
        null,
        null,
        workerId,
        now());
  }

  /** A task may name any model: without this, a failure might be too large to be published. */
  private static @Nullable String bounded(@Nullable String model) {
    return model == null || model.length() <= MAX_MODEL ? model : model.substring(0, MAX_MODEL);
  }

  private Duration executionTime(Run run) {
    Duration time = Duration.between(run.claimedAt(), now());
    return time.isNegative() ? Duration.ZERO : time; // a wall clock may be set back
  }
}
