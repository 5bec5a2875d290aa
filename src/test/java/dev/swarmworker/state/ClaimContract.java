package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.complete;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a claim comes to, and what it counts. */
interface ClaimContract extends TaskStoreFixture {

  @Test
  default void unknownTask_isGranted() {
    Lease lease = granted(claim(store(), id()));

    assertThat(lease.taskId()).isEqualTo(id());
    assertThat(lease.token()).isNotBlank();
    assertThat(lease.length()).isEqualTo(LEASE);
    assertThat(lease.attempts()).isZero();
    assertThat(lease.losses()).isZero();
    assertThat(lease.cancelRequested()).isFalse();
  }

  @Test
  default void liveLease_isHeldEvenAgainstItsOwner() {
    TaskStore store = store();
    granted(claim(store, id()));

    Claim second = claim(store, id());

    assertThat(second)
        .isInstanceOfSatisfying(
            Claim.Held.class,
            held -> assertThat(held.remaining()).isBetween(LEASE.minusSeconds(10), LEASE));
  }

  @Test
  default void claimRepeatedWithItsToken_isGrantedAsTheFirstTime() {
    // Given: an owner before, so that there are counts
    TaskStore store = store();
    store.release(granted(claim(store, id())), 3, true);
    String token = store.newToken();
    Lease first = granted(store.claim(id(), "coder", token));

    // When: the reply was lost
    Lease again = granted(store.claim(id(), "coder", token));

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(again.attempts()).isEqualTo(3);
    assertThat(again.losses()).isEqualTo(1);
    TaskState state = store.find(id()).orElseThrow();
    assertThat(state.attempts()).isEqualTo(4);
    assertThat(state.agentId()).isEqualTo("coder");
    assertThat(claim(store, id())).isInstanceOf(Claim.Held.class);
    assertThat(store.complete(first, Status.COMPLETED, "coder", 4, result())).isTrue();
  }

  @Test
  default void takeoverRepeatedWithItsToken_countsOneLoss() {
    TaskStore store = shortLease();
    granted(claim(store, id()));
    letPass(SHORT);
    String token = store.newToken();
    granted(store.claim(id(), null, token));

    Lease again = granted(store.claim(id(), null, token));

    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.losses()).isEqualTo(1);
  }

  @Test
  default void claimRepeatedAfterItsLeaseEnded_losesNothing() {
    TaskStore store = shortLease();
    String token = store.newToken();
    granted(store.claim(id(), null, token));
    letPass(SHORT.plusMillis(50));

    Lease again = granted(store.claim(id(), null, token));

    assertThat(again.attempts()).isZero();
    assertThat(again.losses()).isZero();
    assertThat(claim(store, id())).isInstanceOf(Claim.Held.class);
  }

  @Test
  default void claimRepeatedAfterATakeover_isHeld() {
    TaskStore store = shortLease();
    String token = store.newToken();
    granted(store.claim(id(), null, token));
    letPass(SHORT.plusMillis(50));
    Lease live = granted(claim(store, id()));

    assertThat(store.claim(id(), null, token)).isInstanceOf(Claim.Held.class);
    assertThat(store.renew(live, 0)).isEqualTo(Renewal.KEPT);
  }

  @Test
  default void claimRepeatedAfterACancellation_saysSo() {
    TaskStore store = store();
    String token = store.newToken();
    granted(store.claim(id(), null, token));
    store.cancel(id());

    assertThat(granted(store.claim(id(), null, token)).cancelRequested()).isTrue();
  }

  @Test
  default void expiredLease_isGrantedWithALossAndTheAttemptCounted() {
    TaskStore store = shortLease();
    Lease first = granted(claim(store, id()));
    letPass(SHORT);

    Lease second = granted(claim(store, id()));

    assertThat(second.token()).isNotEqualTo(first.token());
    assertThat(second.attempts()).isEqualTo(1);
    assertThat(second.losses()).isEqualTo(1);
  }

  @Test
  default void leaseExpiredBetweenAttempts_losesNoCall() {
    TaskStore store = shortLease();
    store.progress(granted(claim(store, id())), Status.RETRYING, "coder", 3);
    letPass(SHORT);

    Lease second = granted(claim(store, id()));

    assertThat(second.attempts()).isEqualTo(3);
    assertThat(second.losses()).isZero();
  }

  @Test
  default void noteQueued_isSeenWhereNothingIsKnown() {
    TaskStore store = store();
    TaskId running = new TaskId(id() + ".running");
    granted(claim(store, running));

    store.noteQueued(List.of(id(), running));
    store.noteQueued(List.of());

    assertThat(store.find(id()).orElseThrow().status()).isEqualTo(Status.QUEUED);
    assertThat(store.find(running).orElseThrow().status()).isEqualTo(Status.RUNNING);
    assertThat(granted(claim(store, id())).losses()).isZero();
  }

  @Test
  default void claimed_showsWhoIsToDoIt() {
    TaskStore store = store();
    granted(store.claim(id(), "coder", store.newToken()));

    assertThat(store.find(id()).orElseThrow().agentId()).isEqualTo("coder");
  }

  @Test
  default void claimedByNobodyInParticular_showsNobody() {
    TaskStore store = store();
    granted(claim(store, id()));

    assertThat(store.find(id()).orElseThrow().agentId()).isNull();
  }

  @Test
  default void looks_areCounted() {
    TaskStore store = store();
    store.find(id());
    complete(store, id());
    claim(store, id());
    store.find(id());

    assertThat(store.stats()).isEqualTo(new MapStats(0, 2, 2, 0, 0));
  }

  @Test
  default void manyClaimAtOnce_oneIsGranted() throws Exception {
    TaskStore store = store();
    int threads = 50;
    CyclicBarrier together = new CyclicBarrier(threads);
    Set<String> tokens = new HashSet<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Claim>> claims =
          IntStream.range(0, threads)
              .mapToObj(
                  i ->
                      executor.submit(
                          () -> {
                            together.await();
                            return claim(store, id());
                          }))
              .toList();
      for (Future<Claim> claim : claims) {
        if (claim.get() instanceof Claim.Granted(Lease lease, _, _)) {
          tokens.add(lease.token());
        }
      }
    }
    assertThat(tokens).hasSize(1);
  }
}
