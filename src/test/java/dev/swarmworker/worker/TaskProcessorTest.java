package dev.swarmworker.worker;

import static dev.swarmworker.worker.Lives.ANSWER;
import static dev.swarmworker.worker.Lives.SOON;
import static dev.swarmworker.worker.Lives.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.dispatch.Permit;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.state.Lease;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Priority;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The story, step by step, and what may happen between two steps. */
class TaskProcessorTest {

  private static final TaskId ID = new TaskId("t");

  private Lives lives = new Lives(true);

  @AfterEach
  void close() {
    lives.close();
  }

  @Test
  void newTask_isCalledThenPublishedThenAcknowledged() {
    lives.next(Lives.begun(ANSWER));

    lives.deliver(task("t"));

    lives.awaitSteps("call", "publish completed 1", "ack", "over");
  }

  @Test
  void waitForThePool_isNoneOfTheAgentsTime() throws Exception {
    AtomicLong begun = new AtomicLong();
    lives.next(
        progress -> {
          boolean _ = new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
          begun.set(System.nanoTime());
          progress.begun();
          return ANSWER;
        });

    lives.deliver(task("t")).join();

    assertThat(lives.agent.latencies.remove()).isLessThanOrEqualTo(System.nanoTime() - begun.get());
  }

  @Test
  void repeat_isPublishedAgainWithoutACall() {
    lives.next(Lives.begun(ANSWER));
    lives.deliver(task("t"));
    lives.awaitSteps("call", "publish completed 1", "ack", "over");
    lives.steps.clear();

    lives.deliver(task("t"));

    lives.awaitSteps("publish completed 1", "ack", "over");
  }

  @Test
  void taskOfNewerWorkers_costsNoCall_holdsNoPermit_andIsAcknowledgedOnceOneEndedIt() {
    Lease newer = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    lives.store.ofNewerWorkers(ID, true);
    lives.deliver(task("t"));
    await().atMost(SOON).until(() -> lives.store.claimsLeftToNewer() > 0);
    await("the permit is free").atMost(SOON).until(() -> lives.permits.snapshot().inUse() == 0);
    assertThat(lives.steps).isEmpty();

    lives.completeAsAnother(newer, "completed 2");
    lives.store.ofNewerWorkers(ID, false);

    lives.awaitSteps("publish completed 2", "ack", "over");
    assertThat(lives.calls).hasValue(0);
  }

  @Test
  void failureOfACodeThatOnlyNewerWorkersKnow_isLeftToThem() {
    Lease newer = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    lives.store.complete(newer, Status.FAILED, "other", 1, "failed 1 NEWER".getBytes(UTF_8));

    Thread delivery = lives.deliver(task("t"));

    await().atMost(SOON).until(() -> lives.store.stats().hits() > 0);
    await("the permit is free").atMost(SOON).until(() -> lives.permits.snapshot().inUse() == 0);
    lives.inFlight.drain();
    await().atMost(SOON).until(() -> !delivery.isAlive());
    assertThat(lives.steps).containsExactly("over");
  }

  @Test
  void repeatWhileRunning_waitsForTheFirst_andMakesNoCall() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    lives.next(Lives.answeredOn(begun, answer));
    lives.deliver(task("t"));
    begun.await();
    lives.deliver(task("t"));

    answer.countDown();

    await().atMost(SOON).until(() -> lives.steps.stream().filter("ack"::equals).count() == 2);
    assertThat(lives.calls).hasValue(1);
  }

  @Test
  void failure_hasItsDeadLetterBeforeTheAcknowledgement() {
    lives.next(Lives.begun(new CallOutcome.Rejected(400, "no")));

    lives.deliver(task("t"));

    lives.awaitSteps(
        "call",
        "publish failed 1 UPSTREAM_REJECTED",
        "dead letter UPSTREAM_REJECTED",
        "ack",
        "over");
  }

  @Test
  void leaseLostInACall_isNotPublished_andTheNewOwnersResultIs() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    lives.next(lives.hanging(begun));
    lives.deliver(task("t"));
    begun.await();
    lives.now = lives.now.plus(Duration.ofMinutes(1));
    Lease other = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    assertThat(other.losses()).isEqualTo(1);
    lives.completeAsAnother(other, "completed by another");

    lives.inFlight.stop(ID, Reason.LEASE_LOST);

    lives.awaitSteps("call", "publish completed by another", "ack", "over");
  }

  @Test
  void answerAfterTheLeaseWasLost_isRefused() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    lives.next(Lives.answeredOn(begun, answer));
    lives.deliver(task("t"));
    begun.await();
    lives.now = lives.now.plus(Duration.ofMinutes(1));
    Lease other = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    lives.completeAsAnother(other, "completed by another");

    answer.countDown();

    lives.awaitSteps("call", "publish completed by another", "ack", "over");
  }

  @Test
  void cancelInACall_endsItAsCancelled() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    lives.next(lives.hanging(begun));
    lives.deliver(task("t"));
    begun.await();

    lives.inFlight.stop(ID, Reason.CANCELLED);

    lives.awaitSteps("call", "publish cancelled 1 CANCELLED", "ack", "over");
  }

  @Test
  void cancelWhileWaitingForAPermit_endsItWithoutACall() throws Exception {
    try (Permit _ = (Permit) lives.permits.acquire(Priority.NORMAL)) {
      lives.deliver(task("t"));
      await().atMost(SOON).until(() -> lives.permits.snapshot().waiting() == 1);
      lives.store.cancel(ID);

      lives.inFlight.stop(ID, Reason.CANCELLED);

      lives.awaitSteps("publish cancelled 0 CANCELLED", "ack", "over");
    }
  }

  @Test
  void drainInACall_letsItEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    lives.next(Lives.answeredOn(begun, answer));
    lives.deliver(task("t"));
    begun.await();

    lives.inFlight.drain();
    answer.countDown();

    lives.awaitSteps("call", "publish completed 1", "ack", "over");
  }

  @Test
  void endOfTheGraceInACall_givesTheTaskBackWithALoss() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    lives.next(lives.hanging(begun));
    lives.deliver(task("t"));
    begun.await();

    lives.inFlight.stopAll(Reason.DRAINING);

    lives.awaitSteps("call", "over");
    Lease next = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    assertThat(next.attempts()).isEqualTo(1);
    assertThat(next.losses()).isEqualTo(1);
  }

  @Test
  void drainBeforeTheCallBegan_startsNone_andCountsNeitherCallNorLoss() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    lives.next(
        progress -> {
          waiting.countDown();
          new CountDownLatch(1).await(); // for a connection
          return ANSWER;
        });
    lives.deliver(task("t"));
    waiting.await();

    lives.inFlight.drain();

    lives.awaitSteps("call", "over");
    Lease next = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    assertThat(next.attempts()).isZero();
    assertThat(next.losses()).isZero();
  }

  @Test
  void partitionTakenAwayWhileWaiting_leavesTheMessageToOthers() throws Exception {
    try (Permit permit = (Permit) lives.permits.acquire(Priority.NORMAL)) {
      lives.deliver(task("t"));
      await().atMost(SOON).until(() -> lives.permits.snapshot().waiting() == 1);
      lives.current = false;
      assertThat(permit).isNotNull();
    }

    lives.awaitSteps("over");
    assertThat(lives.store.find(ID)).isEmpty();
  }

  @Test
  void ownersLostTooOften_endTheTaskWithoutACall() {
    for (int i = 0; i < 3; i++) {
      lives.claimAsAnother(ID);
      lives.now = lives.now.plus(Duration.ofMinutes(1));
    }

    lives.deliver(task("t"));

    lives.awaitSteps(
        "publish failed 3 OUTCOME_UNKNOWN", "dead letter OUTCOME_UNKNOWN", "ack", "over");
  }

  @Test
  void nothingPaidTwice_makesNoCallAfterALostOwner() {
    lives.close();
    lives = new Lives(false);
    lives.claimAsAnother(ID);
    lives.now = lives.now.plus(Duration.ofMinutes(1));

    lives.deliver(task("t"));

    lives.awaitSteps(
        "publish failed 1 OUTCOME_UNKNOWN", "dead letter OUTCOME_UNKNOWN", "ack", "over");
  }

  @Test
  void outages_areRetriedAndCounted() {
    lives.next(Lives.begun(new CallOutcome.Unavailable("away")));
    lives.next(Lives.begun(new CallOutcome.Unavailable("away")));
    lives.next(Lives.begun(ANSWER));

    lives.deliver(task("t"));

    lives.awaitSteps("call", "call", "call", "publish completed 3", "ack", "over");
  }
}
