package dev.swarmworker.worker;

import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.llm.CallOutcome.Done;
import dev.swarmworker.llm.CallOutcome.NotMade;
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
 * @param unreachableTimeout how long a call that cannot be made is tried again
 * @param backoff how long to wait before another attempt
 */
record CallPolicy(
    int maxRetries,
    int maxLosses,
    boolean retryUnknown,
    Duration unreachableTimeout,
    Pause backoff) {

  /** With less than this until the deadline, a call that could not be made is given up. */
  private static final Duration TOO_LATE = Duration.ofSeconds(1);

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

    /** An equal task was answered before: its answer serves again. */
    record Answered(KeptAnswer answer) implements Verdict {}

    /** An equal task is being answered: look for its answer a little later. */
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
   * Whether a kept answer may be settled after so many owners were lost over it. It costs no call,
   * but what kills whoever settles it must not go round for ever either.
   */
  boolean permitsSettlingAfter(int settlersLost) {
    return settlersLost < maxLosses;
  }

  /**
   * Decides.
   *
   * @param tally with this call
   * @param now when the call ended
   */
  Verdict judge(CallOutcome outcome, Task task, Tally tally, Instant now) {
    return switch (outcome) {
      case Done done -> new Verdict.End(new Completed(done.answer(), false));
      case Rejected rejected -> fail(ErrorCode.UPSTREAM_REJECTED, rejected.message(), false);
      case RetryAfter later -> again(task, tally, now, later.after(), unavailable(later.message()));
      case NotMade notMade -> notMade(notMade.message(), task, tally, now);
      case Unavailable away -> again(task, tally, now, null, unavailable(away.message()));
      case Unknown unknown -> unknown(unknown, task, tally, now);
    };
  }

  /**
   * Takes no retry. Towards the end of its time it looks oftener, and once more when it is over.
   */
  private Verdict notMade(String why, Task task, Tally tally, Instant now) {
    Instant since = tally.notMadeSince() == null ? now : tally.notMadeSince();
    Duration patience = Duration.between(now, since.plus(unreachableTimeout));
    if (!patience.isPositive()) {
      return new Verdict.End(unavailable(why));
    }
    Duration wait = shorter(backoff.before(Math.max(1, tally.notMade()), null), patience);
    Instant deadline = task.constraints().deadline();
    if (deadline == null) {
      return new Verdict.Again(wait, why);
    }
    Duration left = Duration.between(now, deadline);
    return left.compareTo(TOO_LATE) < 0
        ? new Verdict.End(Outcomes.deadlineExceeded())
        : new Verdict.Again(shorter(wait, left.dividedBy(2)), why);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Verdict unknown(Unknown unknown, Task task, Tally tally, Instant now) {
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
    return again(task, tally, now, null, otherwise);
  }

  private Verdict again(
      Task task, Tally tally, Instant now, @Nullable Duration atLeast, Outcome otherwise) {
    Integer own = task.constraints().maxRetries();
    int retries = tally.calls() - tally.losses();
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
