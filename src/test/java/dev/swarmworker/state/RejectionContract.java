package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.bytes;
import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.TaskStore.Cancellation;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ends a task from outside: a cancellation, and a message that is no task. */
interface RejectionContract extends TaskStoreFixture {

  @Test
  default void cancelledWhileRunning_theRenewalSaysSo() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));

    assertThat(store.cancel(id())).isEqualTo(Cancellation.ACCEPTED);

    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.CANCEL_REQUESTED);
    assertThat(store.progress(lease, Status.RUNNING, "a", 1)).isEqualTo(Renewal.CANCEL_REQUESTED);
  }

  @Test
  default void cancelledBeforeItIsKnown_theClaimSaysSo() {
    TaskStore store = store();

    assertThat(store.cancel(id())).isEqualTo(Cancellation.ACCEPTED);
    assertThat(store.find(id())).isEmpty();
    store.noteQueued(List.of(id()));

    assertThat(granted(claim(store, id())).cancelRequested()).isTrue();
  }

  @Test
  default void earlyCancellation_isForgottenWithItsTtl() {
    TaskStore store = store(SHORT, SHORT, 1_000_000);
    store.cancel(id());
    letPass(SHORT);

    assertThat(granted(claim(store, id())).cancelRequested()).isFalse();
  }

  @Test
  default void cancelledAndReleased_theNextClaimSaysSo() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    store.cancel(id());
    store.release(lease, 1, false);

    assertThat(granted(claim(store, id())).cancelRequested()).isTrue();
  }

  @Test
  default void cancelAfterTheEnd_isRefused() {
    TaskStore store = store();
    store.complete(granted(claim(store, id())), Status.COMPLETED, "a", 1, result());

    assertThat(store.cancel(id())).isEqualTo(Cancellation.ALREADY_TERMINAL);
  }

  @Test
  default void rejected_isFailedWithTheseBytes() {
    TaskStore store = store();

    assertThat(store.reject(id(), result()).map(Claim.Done::result)).contains(result());

    assertThat(claim(store, id()))
        .isInstanceOfSatisfying(
            Claim.Done.class, done -> assertThat(done.status()).isEqualTo(Status.FAILED));
    assertThat(store.find(id()).orElseThrow().attempts()).isZero();
    assertThat(store.reject(id(), bytes("later")).map(Claim.Done::result)).contains(result());
  }

  @Test
  default void rejectedWhileOwned_publishesNothing() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));

    assertThat(store.reject(id(), result())).isEmpty();

    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.KEPT);
    assertThat(store.find(id()).orElseThrow().status()).isEqualTo(Status.RUNNING);
  }

  @Test
  default void rejectedAfterTheLeaseEnded_publishesNothingAndTheOwnerMayFinish() {
    TaskStore store = shortLease();
    Lease slow = granted(claim(store, id()));
    letPass(SHORT.plusMillis(50));

    assertThat(store.reject(id(), result())).isEmpty();

    assertThat(store.complete(slow, Status.COMPLETED, "coder", 1, bytes("{}"))).isTrue();
    assertThat(store.find(id()).orElseThrow().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  default void rejectedBetweenAttempts_publishesNothing() {
    TaskStore store = shortLease();
    store.progress(granted(claim(store, id())), Status.RETRYING, "coder", 1);

    assertThat(store.reject(id(), result())).isEmpty();
    letPass(SHORT.plusMillis(50));
    assertThat(store.reject(id(), result())).isEmpty();

    assertThat(store.find(id()).orElseThrow().status()).isEqualTo(Status.RETRYING);
  }

  @Test
  default void rejectedWhileQueued_publishesNothing() {
    TaskStore store = store();
    TaskId givenBack = new TaskId(id() + ".given-back");
    store.noteQueued(List.of(id()));
    store.release(granted(claim(store, givenBack)), 1, true);

    assertThat(store.reject(id(), result())).isEmpty();
    assertThat(store.reject(givenBack, result())).isEmpty();

    assertThat(store.find(id()).orElseThrow().status()).isEqualTo(Status.QUEUED);
    assertThat(granted(claim(store, id())).losses()).isZero();
    assertThat(granted(claim(store, givenBack)).losses()).isEqualTo(1);
  }

  @Test
  default void rejectedAfterAnEarlyCancellation_isFailed() {
    TaskStore store = store();
    store.cancel(id());

    assertThat(store.reject(id(), result()).map(Claim.Done::status)).contains(Status.FAILED);
    assertThat(store.find(id()).orElseThrow().attempts()).isZero();
  }
}
