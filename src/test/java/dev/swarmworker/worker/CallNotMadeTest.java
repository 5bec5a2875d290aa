package dev.swarmworker.worker;

import static dev.swarmworker.worker.Lives.ANSWER;
import static dev.swarmworker.worker.Lives.NOT_MADE;
import static dev.swarmworker.worker.Lives.SOON;
import static dev.swarmworker.worker.Lives.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.state.Lease;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task whose call surely was not sent. */
class CallNotMadeTest {

  private static final TaskId ID = new TaskId("t");

  private final Lives lives = new Lives(true);

  @AfterEach
  void close() {
    lives.close();
  }

  @Test
  void callsThatWereNotMade_costNoRetry_andAreNotCounted() {
    for (int i = 0; i < 10; i++) {
      lives.next(progress -> NOT_MADE);
    }
    for (int i = 0; i < 3; i++) {
      lives.next(Lives.begun(new CallOutcome.Unavailable("away")));
    }
    lives.next(Lives.begun(NOT_MADE)); // its place was there, its connection was refused
    lives.next(Lives.begun(ANSWER));

    lives.deliver(task("t"));

    await().atMost(SOON).until(() -> lives.steps.contains("over"));
    assertThat(lives.calls).hasValue(15);
    assertThat(lives.steps).contains("publish completed 4");
  }

  @Test
  void waitForACallThatWasNotMade_holdsTheLeaseAlone() throws Exception {
    lives.pause = Duration.ofDays(1);
    lives.next(Lives.begun(NOT_MADE));

    lives.deliver(task("t"));

    await().atMost(SOON).until(() -> lives.statusOf(ID) == Status.RETRYING);
    assertThat(lives.store.find(ID).orElseThrow().attempts()).isZero();
    assertThat(lives.permits.snapshot().inUse()).isZero();
    assertThat(lives.agent.slots).hasValue(0);
    assertThat(lives.claimAsAnother(ID)).isInstanceOf(Claim.Held.class);
  }

  @Test
  void drainBetweenCallsThatWereNotMade_givesTheTaskBackWithoutCallOrLoss() {
    lives.pause = Duration.ofDays(1);
    lives.next(Lives.begun(NOT_MADE));
    lives.deliver(task("t"));
    await().atMost(SOON).until(() -> lives.statusOf(ID) == Status.RETRYING);

    lives.inFlight.drain();

    lives.awaitSteps("call", "over");
    Lease next = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    assertThat(next.attempts()).isZero();
    assertThat(next.losses()).isZero();
  }

  @Test
  void cancelBetweenCallsThatWereNotMade_endsItWithoutACall() {
    lives.pause = Duration.ofDays(1);
    lives.next(Lives.begun(NOT_MADE));
    lives.deliver(task("t"));
    await().atMost(SOON).until(() -> lives.statusOf(ID) == Status.RETRYING);

    lives.inFlight.stop(ID, Reason.CANCELLED);

    lives.awaitSteps("call", "publish cancelled 0 CANCELLED", "ack", "over");
  }

  @Test
  void notMadeForTooLong_failsWithItsDeadLetter() {
    lives.next(progress -> NOT_MADE);
    lives.next(
        progress -> {
          lives.now = lives.now.plus(Lives.UNREACHABLE_TIMEOUT);
          return NOT_MADE;
        });

    lives.deliver(task("t"));

    lives.awaitSteps(
        "call",
        "call",
        "publish failed 0 UPSTREAM_UNAVAILABLE",
        "dead letter UPSTREAM_UNAVAILABLE",
        "ack",
        "over");
  }
}
