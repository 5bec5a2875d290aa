package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.bytes;
import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Status;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of an answer that was kept before its result was made. */
interface AnswerContract extends TaskStoreFixture {

  @Test
  default void keptAnswer_isTheNextOwners_withoutALossOrAnotherCall() {
    byte[] every = new byte[256];
    IntStream.range(0, 256).forEach(i -> every[i] = (byte) i);
    TaskStore store = shortLease();
    assertThat(store.keepAnswer(granted(claim(store, id())), 1, every)).isTrue();
    letPass(SHORT);

    Claim.Granted next = (Claim.Granted) claim(store, id());

    assertThat(next.answer()).isEqualTo(every);
    assertThat(next.lease().attempts()).isEqualTo(1);
    assertThat(next.lease().losses()).isZero();
    assertThat(store.find(id()).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  default void claimWithoutAKeptAnswer_hasNone() {
    TaskStore store = shortLease();
    assertThat(((Claim.Granted) claim(store, id())).answer()).isNull();
    letPass(SHORT);

    assertThat(((Claim.Granted) claim(store, id())).answer()).isNull();
  }

  @Test
  default void ownersLostAfterTheAnswer_areNoLosses_howeverMany() {
    TaskStore store = shortLease();
    granted(claim(store, id()));
    letPass(SHORT);
    store.keepAnswer(granted(claim(store, id())), 2, bytes("answer"));

    for (int i = 0; i < 4; i++) {
      letPass(SHORT);
      Claim.Granted next = (Claim.Granted) claim(store, id());
      assertThat(next.answer()).isEqualTo(bytes("answer"));
      assertThat(next.lease().attempts()).isEqualTo(2);
      assertThat(next.lease().losses()).as("the one before the answer").isEqualTo(1);
    }
  }

  @Test
  default void ownersLostAfterTheAnswer_areCountedApart_eachOnce() {
    TaskStore store = shortLease();
    granted(claim(store, id()));
    letPass(SHORT);
    Lease lease = granted(claim(store, id()));

    for (int lost = 1; lost <= 3; lost++) {
      store.keepAnswer(lease, 2, bytes("answer"));
      letPass(SHORT);
      String token = store.newToken();
      Claim.Granted next = (Claim.Granted) store.claim(id(), null, token);
      assertThat(next.settlersLost()).isEqualTo(lost);
      assertThat(((Claim.Granted) store.claim(id(), null, token)).settlersLost()).isEqualTo(lost);
      lease = next.lease();
    }
  }

  @Test
  default void ownerThatGivesAKeptAnswerBack_isNotCounted() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    store.keepAnswer(lease, 1, bytes("answer"));
    store.release(lease, 1, false);

    assertThat(((Claim.Granted) claim(store, id())).settlersLost()).isZero();
  }

  @Test
  default void claimOfAKeptAnswerRepeatedWithItsToken_isGrantedAsTheFirstTime() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    store.keepAnswer(lease, 3, bytes("answer"));
    store.release(lease, 3, false);
    String token = store.newToken();
    Claim.Granted first = (Claim.Granted) store.claim(id(), null, token);

    Claim.Granted again = (Claim.Granted) store.claim(id(), null, token);

    assertThat(again.lease()).isEqualTo(first.lease());
    assertThat(again.lease().attempts()).isEqualTo(3);
    assertThat(again.answer()).isEqualTo(bytes("answer"));
  }

  @Test
  default void keptAnswerOfACancelledTask_saysBoth() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    store.keepAnswer(lease, 1, bytes("answer"));
    store.cancel(id());
    store.release(lease, 1, false);

    Claim.Granted next = (Claim.Granted) claim(store, id());

    assertThat(next.answer()).isEqualTo(bytes("answer"));
    assertThat(next.lease().cancelRequested()).isTrue();
  }

  @Test
  default void keepingAnAnswer_renewsAndMayBeRepeated() {
    TaskStore store = store(TTL, SHORT.multipliedBy(2), 1_000_000);
    Lease lease = granted(claim(store, id()));
    letPass(SHORT);

    assertThat(store.keepAnswer(lease, 1, bytes("answer"))).isTrue();
    assertThat(store.keepAnswer(lease, 1, bytes("answer"))).isTrue();

    letPass(SHORT.plusMillis(50));
    assertThat(claim(store, id())).isInstanceOf(Claim.Held.class);
  }

  @Test
  default void answerOfALostLease_isRefused() {
    TaskStore store = shortLease();
    Lease lost = granted(claim(store, id()));
    letPass(SHORT);
    Lease live = granted(claim(store, id()));

    assertThat(store.keepAnswer(lost, 9, bytes("late"))).isFalse();

    assertThat(store.find(id()).orElseThrow().attempts()).isEqualTo(2);
    store.release(live, 2, false);
    assertThat(((Claim.Granted) claim(store, id())).answer()).isNull();
  }

  @Test
  default void completedAfterItsAnswerWasKept_isDone() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    store.keepAnswer(lease, 1, bytes("answer"));

    assertThat(store.complete(lease, Status.COMPLETED, "coder", 1, result())).isTrue();

    assertThat(claim(store, id())).isInstanceOf(Claim.Done.class);
    assertThat(store.keepAnswer(lease, 1, bytes("answer"))).isFalse();
  }
}
