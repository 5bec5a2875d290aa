package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.llm.CallOutcome;
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
  private static final CallOutcome UNKNOWN = new CallOutcome.Unknown("reset", false);

  /** Waits a second for each retry, or what the provider asks. */
  private static Duration pause(int retry, @Nullable Duration atLeast) {
    return atLeast == null ? Duration.ofSeconds(retry) : atLeast;
  }

  private final CallPolicy policy = new CallPolicy(2, 3, true, CallPolicyTest::pause);

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

    assertThat(policy.judge(AWAY, never, 1, 0, NOW)).isInstanceOf(Verdict.End.class);
  }

  @Test
  void retryAfter_isHonoured() {
    CallOutcome later = new CallOutcome.RetryAfter(Duration.ofSeconds(30), "busy");

    assertThat(judge(later, 1, 0)).isEqualTo(new Verdict.Again(Duration.ofSeconds(30), "busy"));
  }

  @Test
  void waitBeyondTheDeadline_endsInTimeoutAtOnce() {
    Task urgent =
        task(new Task.Constraints(NOW.plusSeconds(10), null, null, null, List.of(), Set.of()));
    CallOutcome later = new CallOutcome.RetryAfter(Duration.ofSeconds(30), "busy");

    assertThat(codeOf(policy.judge(later, urgent, 1, 0, NOW)))
        .isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
  }

  @Test
  void unknownOutcome_isRetriedOrNot_asThePolicySays() {
    CallPolicy careful = new CallPolicy(2, 3, false, CallPolicyTest::pause);

    assertThat(judge(UNKNOWN, 1, 0)).isInstanceOf(Verdict.Again.class);
    assertThat(codeOf(careful.judge(UNKNOWN, task(Task.Constraints.NONE), 1, 0, NOW)))
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
    CallPolicy careful = new CallPolicy(2, 3, false, CallPolicyTest::pause);

    assertThat(careful.permitsAfter(0)).isTrue();
    assertThat(careful.permitsAfter(1)).isFalse();
  }

  @Test
  void lastAttemptTimedOut_endsInTimeout() {
    Verdict verdict = judge(new CallOutcome.Unknown("too long", true), 3, 0);

    assertThat(((Verdict.End) verdict).outcome()).isInstanceOf(Outcome.TimedOut.class);
    assertThat(codeOf(verdict)).isEqualTo(ErrorCode.TIMEOUT);
  }

  private Verdict judge(CallOutcome outcome, int made, int losses) {
    return policy.judge(outcome, task(Task.Constraints.NONE), made, losses, NOW);
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
