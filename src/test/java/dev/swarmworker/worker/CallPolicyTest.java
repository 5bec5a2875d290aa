package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Priority;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.task.TokenUsage;
import dev.swarmworker.worker.CallPolicy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallPolicyTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final CallOutcome AWAY = new CallOutcome.Unavailable("away");
  private static final CallOutcome REFUSED = new CallOutcome.NotMade(Reason.UNREACHABLE, "refused");
  private static final CallOutcome UNKNOWN =
      new CallOutcome.Unknown("reset", CallOutcome.Unknown.End.BROKEN);

  /** Waits a second for each retry, or what the provider asks. */
  private static Duration pause(int retry, @Nullable Duration atLeast) {
    return atLeast == null ? Duration.ofSeconds(retry) : atLeast;
  }

  private final CallPolicy policy =
      new CallPolicy(2, 3, true, Duration.ofMinutes(10), CallPolicyTest::pause);

  @Test
  void answer_completes() {
    Answer answer = new Answer("a", "m", TokenUsage.NONE, null, null);

    assertThat(judge(new CallOutcome.Done(answer), 1, 0))
        .isEqualTo(new Verdict.End(new Outcome.Completed(answer, false)));
  }

  @Test
  void refusal_failsAtOnce() {
    assertThat(codeOf(judge(new CallOutcome.Rejected(400, "no"), 1, 0)))
        .isEqualTo(ErrorCode.UPSTREAM_REJECTED);
  }

  @Test
  void outage_isRetriedAsOftenAsPermitted() {
    assertThat(judge(AWAY, 1, 0)).isEqualTo(new Verdict.Again(Duration.ofSeconds(1), "away"));
    assertThat(judge(AWAY, 2, 0)).isEqualTo(new Verdict.Again(Duration.ofSeconds(2), "away"));
    assertThat(codeOf(judge(AWAY, 3, 0))).isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
  }

  @Test
  void callsOfLostOwners_takeNoRetry() {
    assertThat(judge(AWAY, 3, 1)).isInstanceOf(Verdict.Again.class);
    assertThat(judge(AWAY, 4, 1)).isInstanceOf(Verdict.End.class);
  }

  @Test
  void tasksOwnBound_replacesTheDefault() {
    Task never = task(new Task.Constraints(null, null, 0, null, List.of(), Set.of()));

    assertThat(policy.judge(AWAY, never, made(1, 0), NOW)).isInstanceOf(Verdict.End.class);
  }

  @Test
  void retryAfter_isHonoured() {
    CallOutcome later = new CallOutcome.RetryAfter(Duration.ofSeconds(30), true, "busy");

    assertThat(judge(later, 1, 0)).isEqualTo(new Verdict.Again(Duration.ofSeconds(30), "busy"));
  }

  @Test
  void waitBeyondTheDeadline_endsInTimeoutAtOnce() {
    Task urgent =
        task(new Task.Constraints(NOW.plusSeconds(10), null, null, null, List.of(), Set.of()));
    CallOutcome later = new CallOutcome.RetryAfter(Duration.ofSeconds(30), true, "busy");

    assertThat(codeOf(policy.judge(later, urgent, made(1, 0), NOW)))
        .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
  }

  @Test
  void unknownOutcome_isRetriedOrNot_asThePolicySays() {
    CallPolicy careful = new CallPolicy(2, 3, false, Duration.ofMinutes(10), CallPolicyTest::pause);

    assertThat(judge(UNKNOWN, 1, 0)).isInstanceOf(Verdict.Again.class);
    assertThat(codeOf(careful.judge(UNKNOWN, task(Task.Constraints.NONE), made(1, 0), NOW)))
        .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
  }

  @Test
  void lostOwners_permitACall_untilThereAreTooMany() {
    assertThat(policy.permitsAfter(0)).isTrue();
    assertThat(policy.permitsAfter(2)).isTrue();
    assertThat(policy.permitsAfter(3)).isFalse();
  }

  @Test
  void nothingPaidTwice_permitsNoCallAfterALostOwner() {
    CallPolicy careful = new CallPolicy(2, 3, false, Duration.ofMinutes(10), CallPolicyTest::pause);

    assertThat(careful.permitsAfter(0)).isTrue();
    assertThat(careful.permitsAfter(1)).isFalse();
  }

  @Test
  void callThatWasNotMade_isMadeLater_howeverOften() {
    Task never = task(new Task.Constraints(null, null, 0, null, List.of(), Set.of()));

    for (int times = 1; times < 100; times++) {
      assertThat(policy.judge(REFUSED, never, notMade(times, NOW), NOW))
          .isEqualTo(new Verdict.Again(Duration.ofSeconds(times), "refused"));
    }
  }

  @Test
  void callThatWasNotMade_takesNoRetryOfThoseThatWere() {
    Tally lastRetryNotMade = new Tally(2, 0, 50, NOW);

    assertThat(policy.judge(REFUSED, task(Task.Constraints.NONE), lastRetryNotMade, NOW))
        .isInstanceOf(Verdict.Again.class);
    assertThat(judge(AWAY, 2, 0)).isInstanceOf(Verdict.Again.class);
    assertThat(judge(AWAY, 3, 0)).isInstanceOf(Verdict.End.class);
  }

  @Test
  void notMadeForTooLong_endsAsUnavailable_afterALastLook() {
    Instant since = NOW.minus(Duration.ofMinutes(10)).plusSeconds(3);

    assertThat(policy.judge(REFUSED, task(Task.Constraints.NONE), notMade(20, since), NOW))
        .isEqualTo(new Verdict.Again(Duration.ofSeconds(3), "refused"));
    assertThat(
            codeOf(
                policy.judge(
                    REFUSED,
                    task(Task.Constraints.NONE),
                    notMade(21, since),
                    since.plus(Duration.ofMinutes(10)))))
        .isEqualTo(ErrorCode.UPSTREAM_UNAVAILABLE);
  }

  @Test
  void notMadeUntilTheDeadline_isTriedOftenerTowardsIt_thenEndsInTimeout() {
    Instant deadline = NOW.plusSeconds(10);
    Task urgent = task(new Task.Constraints(deadline, null, null, null, List.of(), Set.of()));

    assertThat(policy.judge(REFUSED, urgent, notMade(9, NOW), NOW))
        .isEqualTo(new Verdict.Again(Duration.ofSeconds(5), "refused"));
    assertThat(codeOf(policy.judge(REFUSED, urgent, notMade(9, NOW), deadline.minusMillis(900))))
        .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
  }

  @Test
  void lastAttemptTimedOut_endsInTimeout() {
    Verdict verdict =
        judge(new CallOutcome.Unknown("too long", CallOutcome.Unknown.End.TIMED_OUT), 3, 0);

    assertThat(((Verdict.End) verdict).outcome()).isInstanceOf(Outcome.TimedOut.class);
    assertThat(codeOf(verdict)).isEqualTo(ErrorCode.TIMEOUT);
  }

  private Verdict judge(CallOutcome outcome, int made, int losses) {
    return policy.judge(outcome, task(Task.Constraints.NONE), made(made, losses), NOW);
  }

  private static Tally made(int calls, int losses) {
    return new Tally(calls, losses, 0, null);
  }

  private static Tally notMade(int times, Instant since) {
    return new Tally(0, 0, times, since);
  }

  private static ErrorCode codeOf(Verdict verdict) {
    return switch (((Verdict.End) verdict).outcome()) {
      case Outcome.Failed failed -> failed.failure().code();
      case Outcome.TimedOut timedOut -> timedOut.failure().code();
      case Outcome.Cancelled cancelled -> cancelled.failure().code();
      case Outcome.Completed _ -> throw new AssertionError("completed");
    };
  }

  private static Task task(Task.Constraints constraints) {
    return new Task(
        new TaskId("t"),
        "t",
        "o",
        null,
        Task.Context.NONE,
        new Task.Requirements(Set.of("t"), null),
        constraints,
        Task.Overrides.NONE,
        Priority.NORMAL);
  }
}
