package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.bytes;
import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.task.Status;
import org.junit.jupiter.api.Test;

/** What an owner may do with its lease, and nobody without one. */
interface LeaseContract extends TaskStoreFixture {

  @Test
  default void releasedInACall_isGrantedAtOnceWithALoss() {
    TaskStore store = store();
    store.release(granted(claim(store, id())), 1, true);

    Lease second = granted(claim(store, id()));

    assertThat(second.attempts()).isEqualTo(1);
    assertThat(second.losses()).isEqualTo(1);
  }

  @Test
  default void releaseRepeated_countsOneLoss() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    store.release(lease, 1, true);

    store.release(lease, 1, true);

    Lease next = granted(claim(store, id()));
    assertThat(next.attempts()).isEqualTo(1);
    assertThat(next.losses()).isEqualTo(1);
  }

  @Test
  default void releaseRepeatedAfterTheNextClaim_leavesItAlone() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    store.release(lease, 1, true);
    String token = store.newToken();
    Lease next = granted(store.claim(id(), null, token));

    store.release(lease, 1, true);

    assertThat(store.renew(next, 0)).isEqualTo(Renewal.KEPT);
    assertThat(granted(store.claim(id(), null, token))).isEqualTo(next);
  }

  @Test
  default void progressRepeated_countsItsCallOnce() {
    TaskStore store = shortLease();
    Lease lease = granted(claim(store, id()));
    store.progress(lease, Status.RUNNING, "coder", 2);

    assertThat(store.progress(lease, Status.RUNNING, "coder", 2)).isEqualTo(Renewal.KEPT);

    letPass(SHORT.plusMillis(50));
    Lease next = granted(claim(store, id()));
    assertThat(next.attempts()).isEqualTo(2);
    assertThat(next.losses()).isEqualTo(1);
  }

  @Test
  default void released_isGrantedAtOnceWithoutALoss() {
    TaskStore store = store();
    store.release(granted(claim(store, id())), 0, false);

    Lease second = granted(claim(store, id()));

    assertThat(second.attempts()).isZero();
    assertThat(second.losses()).isZero();
  }

  @Test
  default void renewed_lastsItsWholeLengthAgain() {
    TaskStore store = store(TTL, SHORT.multipliedBy(2), 1_000_000);
    Lease lease = granted(claim(store, id()));
    letPass(SHORT);

    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.KEPT);

    letPass(SHORT.plusMillis(50));
    assertThat(claim(store, id())).isInstanceOf(Claim.Held.class);
  }

  @Test
  default void progress_isSeenAndRenews() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));

    assertThat(store.progress(lease, Status.RETRYING, "coder", 2)).isEqualTo(Renewal.KEPT);

    TaskState state = store.find(id()).orElseThrow();
    assertThat(state.status()).isEqualTo(Status.RETRYING);
    assertThat(state.agentId()).isEqualTo("coder");
    assertThat(state.attempts()).isEqualTo(2);
    assertThat(state.result()).isNull();
  }

  @Test
  default void lostLease_isRefusedEverywhereAndChangesNothing() {
    // Given
    TaskStore store = shortLease();
    Lease lost = granted(claim(store, id()));
    letPass(SHORT);
    Lease live = granted(claim(store, id()));
    store.progress(live, Status.RUNNING, "owner", 2);

    // When
    assertThat(store.renew(lost, 0)).isEqualTo(Renewal.LOST);
    assertThat(store.progress(lost, Status.RETRYING, "ghost", 9)).isEqualTo(Renewal.LOST);
    assertThat(store.complete(lost, Status.FAILED, "ghost", 9, bytes("no"))).isFalse();
    store.release(lost, 9, false);

    // Then
    TaskState state = store.find(id()).orElseThrow();
    assertThat(state.status()).isEqualTo(Status.RUNNING);
    assertThat(state.agentId()).isEqualTo("owner");
    assertThat(state.attempts()).isEqualTo(2);
    assertThat(store.renew(live, 0)).isEqualTo(Renewal.KEPT);
  }

  @Test
  default void leaseOfAForgottenTask_isLost() {
    TaskStore store = store();
    Lease never = new Lease(id(), "never-given", LEASE, 0, 0, false);

    assertThat(store.renew(never, 0)).isEqualTo(Renewal.LOST);
    assertThat(store.complete(never, Status.COMPLETED, "a", 1, result())).isFalse();
    store.release(never, 1, false);
    assertThat(store.find(id())).isEmpty();
  }

  @Test
  default void leaseLongerThanTtl_keepsTheEntry() {
    TaskStore store = store(SHORT, LEASE, 1_000_000);
    Lease lease = granted(claim(store, id()));
    letPass(SHORT.plusMillis(50));

    assertThat(claim(store, id())).isInstanceOf(Claim.Held.class);
    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.KEPT);
  }

  @Test
  default void renewal_saysHowFarTheAnswerIs_untilItIsThere() {
    TaskStore store = store();
    Lease lease = granted(store.claim(id(), "coder", store.newToken()));

    store.renew(lease, 120);

    assertThat(store.find(id()).orElseThrow().outputTokens()).isEqualTo(120);
    store.complete(lease, Status.COMPLETED, "coder", 1, result());
    assertThat(store.find(id()).orElseThrow().outputTokens()).isZero();
  }

  @Test
  default void writableStore_saysSo() {
    assertThatCode(store()::checkWritable).doesNotThrowAnyException();
  }
}
