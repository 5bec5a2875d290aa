package dev.swarmworker.worker;

import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.Rejected;
import dev.swarmworker.llm.CallOutcome.RetryAfter;
import dev.swarmworker.llm.CallOutcome.Unavailable;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Outcome.Completed;
import dev.swarmworker.task.Outcome.Failed;
import dev.swarmworker.task.Outcome.TimedOut;
import dev.swarmworker.task.Task;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What follows from what came of a call: the task's end, or another attempt. Pure.
 *
 * @param maxRetries further attempts after the first, where the task does not say
 * @param maxLosses owners that a task may lose before it counts as the cause
 * @param retryUnknown whether a call that may have been billed is made again
 * @param backoff how long to wait before another attempt
 */
record CallPolicy(int maxRetries, int maxLosses, boolean retryUnknown, Pause backoff) {

  /** How long to wait before another attempt. */
  interface Pause {

    /**
     * The wait before a further attempt.
     *
     * @param retry 1 for the first further attempt
     * @param atLeast as the provider said, or null
     */
    Duration before(int retry, @Nullable Duration atLeast);
  }

  /** What follows. */
  sealed interface Verdict {
    record End(Outcome outcome) implements Verdict {}

    record Again(Duration pause, String why) implements Verdict {}

    /** The same call is being made for another task: look for its answer a little later. */
    record Elsewhere(Duration pause) implements Verdict {}
  }

  /**
   * Whether a call may be made after so many owners were lost in what may have been one. A task
   * that keeps killing its workers must not go round for ever; and where nothing is to be paid
   * twice, not even one lost call is made again.
   */
  boolean permitsAfter(int losses) {
    return losses < (retryUnknown ? maxLosses : 1);
  }

  /**
   * Decides.
   *
   * @param made upstream calls made for this task, this one included
   * @param losses owners that ended without an outcome; each permits one more call
   * @param now when the call ended
   */
  Verdict judge(CallOutcome outcome, Task task, int made, int losses, Instant now) {
    return switch (outcome) {
      case Done done -> new Verdict.End(new Completed(done.answer(), false));
      case Rejected rejected -> fail(ErrorCode.UPSTREAM_REJECTED, rejected.message(), false);
      case RetryAfter later ->
          again(task, made, losses, now, later.after(), unavailable(later.message()));
      case Unavailable away -> again(task, made, losses, now, null, unavailable(away.message()));
      case Unknown unknown -> unknown(unknown, task, made, losses, now);
    };
  }

  private Verdict unknown(Unknown unknown, Task task, int made, int losses, Instant now) {
    Instant deadline = task.constraints().deadline();
    if (deadline != null && !now.isBefore(deadline)) {
      return new Verdict.End(Outcomes.deadlineExceeded());
    }
    if (!retryUnknown) {
      return fail(ErrorCode.OUTCOME_UNKNOWN, unknown.message(), false);
    }
    Outcome otherwise =
        unknown.timedOut()
            ? new TimedOut(new Failure(ErrorCode.TIMEOUT, unknown.message(), true))
            : unavailable(unknown.message());
    return again(task, made, losses, now, null, otherwise);
  }

  private Verdict again(
      Task task, int made, int losses, Instant now, @Nullable Duration atLeast, Outcome otherwise) {
    Integer own = task.constraints().maxRetries();
    int retries = made - losses;
    if (retries > (own == null ? maxRetries : own)) {
      return new Verdict.End(otherwise);
    }
    Duration wait = backoff.before(Math.max(1, retries), atLeast);
    Instant deadline = task.constraints().deadline();
    return deadline != null && !now.plus(wait).isBefore(deadline)
        ? new Verdict.End(Outcomes.deadlineExceeded())
        : new Verdict.Again(wait, message(otherwise));
  }

  private static Outcome unavailable(String message) {
    return new Failed(new Failure(ErrorCode.UPSTREAM_UNAVAILABLE, message, true));
  }

  private static Verdict fail(ErrorCode code, String message, boolean retryable) {
    return new Verdict.End(new Failed(new Failure(code, message, retryable)));
  }

  private static String message(Outcome outcome) {
    return switch (outcome) {
      case Failed failed -> failed.failure().message();
      case TimedOut timedOut -> timedOut.failure().message();
      case Completed _, Outcome.Cancelled _ -> outcome.status().wireName();
    };
  }
}
