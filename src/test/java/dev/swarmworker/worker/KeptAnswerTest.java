package dev.swarmworker.worker;

import static dev.swarmworker.worker.Lives.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.artifact.HangingDisk;
import dev.swarmworker.state.Lease;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.Outcome.Completed;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.task.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer whose result takes work, and an owner that dies meanwhile. */
class KeptAnswerTest {

  private static final TaskId ID = new TaskId("t");
  private static final Answer PAID =
      new Answer("paid", "model-1", new TokenUsage(1, 2, 3, 4), "end_turn", "req-1");

  private final HangingDisk disk = new HangingDisk();
  private Lives lives = new Lives(true, disk.outputs());

  @AfterEach
  void close() {
    disk.answer();
    lives.close();
  }

  @Test
  void answerForAFile_isKeptBeforeTheDiskIsAsked() throws Exception {
    lives.next(Lives.begun(Lives.answerOf(11)));
    lives.deliver(task("t"));
    disk.awaitWrite();
    lives.now = lives.now.plus(Duration.ofMinutes(1));

    Claim.Granted next = (Claim.Granted) lives.claimAsAnother(ID);

    KeptAnswer kept = KeptAnswer.decode(next.answer()).orElseThrow();
    assertThat(kept.agentId()).isEqualTo("coder");
    assertThat(kept.completed().answer().text()).hasSize(11);
    assertThat(next.lease().attempts()).isEqualTo(1);
    assertThat(next.lease().losses()).isZero();
  }

  @Test
  void ownerWhoseDiskHungForTooLong_publishesWhatTheNextOneStored() throws Exception {
    lives.next(Lives.begun(Lives.answerOf(11)));
    lives.deliver(task("t"));
    disk.awaitWrite();
    lives.now = lives.now.plus(Duration.ofMinutes(1));
    lives.completeAsAnother(((Claim.Granted) lives.claimAsAnother(ID)).lease(), "completed 1");

    disk.answer();

    lives.awaitSteps("call", "publish completed 1", "ack", "over");
  }

  @Test
  void answerThatStaysInline_isStoredAtOnce() {
    lives.next(Lives.begun(Lives.answerOf(10)));

    lives.deliver(task("t"));

    lives.awaitSteps("call", "publish completed 1", "ack", "over");
    assertThat(lives.store.answersKept()).isZero();
  }

  @Test
  void answerTooLargeForAResult_isKept() {
    lives.close();
    lives = new Lives(true);
    lives.next(Lives.begun(Lives.answerOf(1 << 20)));
    lives.next(Lives.begun(Lives.answerOf((1 << 20) + 1)));

    lives.deliver(task("t"));
    lives.awaitSteps("call", "publish completed 1", "ack", "over");
    assertThat(lives.store.answersKept()).isZero();
    lives.steps.clear();
    lives.deliver(task("larger"));

    lives.awaitSteps("call", "publish completed 1", "ack", "over");
    assertThat(lives.store.answersKept()).isEqualTo(1);
  }

  @Test
  void answerTooLargeToKeep_isSettledWithoutIt() {
    disk.answer();
    lives.next(Lives.begun(Lives.answerOf(KeptAnswer.MAX_BYTES - 300)));
    lives.next(Lives.begun(Lives.answerOf(KeptAnswer.MAX_BYTES)));

    lives.deliver(task("t"));
    lives.awaitSteps("call", "publish completed 1", "ack", "over");
    assertThat(lives.store.answersKept()).isEqualTo(1);
    lives.steps.clear();
    lives.deliver(task("too-large"));

    lives.awaitSteps("call", "publish completed 1", "ack", "over");
    assertThat(lives.store.answersKept()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nextOwner_settlesTheAnswerWithoutACall(boolean retryUnknown) {
    restart(retryUnknown);
    keepAsAnother(new KeptAnswer("analyst", new Completed(PAID, false)).encode());
    lives.now = lives.now.plus(Duration.ofMinutes(1));

    lives.deliver(task("t"));

    lives.awaitSteps("publish completed 1", "ack", "over");
    Result result = lives.results.remove();
    assertThat(result.agentId()).isEqualTo("analyst");
    assertThat(result.output()).isEqualTo("paid");
    assertThat(result.model()).isEqualTo("model-1");
    assertThat(result.tokensUsed()).isEqualTo(PAID.usage());
    assertThat(result.requestId()).isEqualTo("req-1");
    assertThat(result.cached()).isFalse();
  }

  @Test
  void nextOwner_settlesTheAnswerOfACancelledTask() {
    keepAsAnother(new KeptAnswer("analyst", new Completed(PAID, true)).encode());
    lives.now = lives.now.plus(Duration.ofMinutes(1));
    lives.store.cancel(ID);

    lives.deliver(task("t"));

    lives.awaitSteps("publish completed 1", "ack", "over");
    assertThat(lives.results.remove().cached()).isTrue();
  }

  @Test
  void answerKeptAfterManyLosses_completes() {
    for (int i = 0; i < 3; i++) {
      lives.claimAsAnother(ID);
      lives.now = lives.now.plus(Duration.ofMinutes(1));
    }
    keepAsAnother(new KeptAnswer("analyst", new Completed(PAID, false)).encode());
    lives.now = lives.now.plus(Duration.ofMinutes(1));

    lives.deliver(task("t"));

    lives.awaitSteps("publish completed 1", "ack", "over");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answerWhoseSettlingHasKilledItsOwners_endsInADeadLetterWithoutACall(boolean readable) {
    byte[] poison =
        readable ? new KeptAnswer("analyst", new Completed(PAID, false)).encode() : null;
    keepAsAnother(poison == null ? new byte[] {1} : poison);
    for (int i = 0; i < 2; i++) {
      lives.now = lives.now.plus(Duration.ofMinutes(1));
      lives.claimAsAnother(ID);
    }
    lives.now = lives.now.plus(Duration.ofMinutes(1));

    lives.deliver(task("t"));

    lives.awaitSteps(
        "publish failed 1 OUTCOME_UNKNOWN", "dead letter OUTCOME_UNKNOWN", "ack", "over");
    assertThat(lives.results.remove().error().message()).startsWith("3 workers were lost");
  }

  @Test
  void answerWhoseSettlingHasKilledFewerOwners_completes() {
    keepAsAnother(new KeptAnswer("analyst", new Completed(PAID, false)).encode());
    lives.now = lives.now.plus(Duration.ofMinutes(1));
    lives.claimAsAnother(ID);
    lives.now = lives.now.plus(Duration.ofMinutes(1));

    lives.deliver(task("t"));

    lives.awaitSteps("publish completed 1", "ack", "over");
  }

  @Test
  void answerThatCannotBeRead_isPaidForAndNotCalledAgain() {
    keepAsAnother("{}".getBytes(StandardCharsets.UTF_8));
    lives.now = lives.now.plus(Duration.ofMinutes(1));

    lives.deliver(task("t"));

    lives.awaitSteps(
        "publish failed 1 OUTCOME_UNKNOWN", "dead letter OUTCOME_UNKNOWN", "ack", "over");
  }

  /** As the dump of format 1 has it, and as a newer worker may write it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'agentId':'coder','cached':false,'answer':{%s}}",
        "{'v':2,'agentId':'coder','tools':[],'cached':false,'answer':{%s,'thinking':'hm'}}"
      })
  void answerOfAnotherVersion_isReadByItsKnownFields(String form) {
    String json =
        form.formatted(
            "'text':'paid','model':'model-1','inputTokens':1,'outputTokens':2,"
                + "'cacheReadTokens':3,'cacheWriteTokens':4,'stopReason':'end_turn',"
                + "'requestId':'req-1'");

    assertThat(KeptAnswer.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
        .contains(new KeptAnswer("coder", new Completed(PAID, false)));
  }

  @Test
  void unknownBytes_areNoAnswer() {
    assertThat(KeptAnswer.decode("not json".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(KeptAnswer.decode(new byte[0])).isEmpty();
  }

  private void restart(boolean retryUnknown) {
    lives.close();
    lives = new Lives(retryUnknown, disk.outputs());
  }

  private void keepAsAnother(byte[] answer) {
    Lease lease = ((Claim.Granted) lives.claimAsAnother(ID)).lease();
    assertThat(lives.store.keepAnswer(lease, 1, answer)).isTrue();
  }
}
