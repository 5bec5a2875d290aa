package dev.swarmworker.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.swarmworker.state.TaskStore.Cancellation;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link TaskStore} does. */
abstract class TaskStoreContract {

  static final Duration TTL = Duration.ofMinutes(10);
  static final Duration LEASE = Duration.ofMinutes(1);
  static final Duration SHORT = Duration.ofMillis(400);
  static final byte[] RESULT = bytes("{\"taskId\":\"é\"}");

  final TaskId id = new TaskId("task:" + UUID.randomUUID());

  abstract TaskStore store(Duration ttl, Duration lease, int maxEntries);

  abstract void letPass(Duration duration);

  private TaskStore store() {
    return store(TTL, LEASE, 1_000_000);
  }

  private TaskStore shortLease() {
    return store(TTL, SHORT, 1_000_000);
  }

  @Test
  void unknownTask_isGranted() {
    Lease lease = granted(claim(store(), id));

    assertThat(lease.taskId()).isEqualTo(id);
    assertThat(lease.token()).isNotBlank();
    assertThat(lease.length()).isEqualTo(LEASE);
    assertThat(lease.attempts()).isZero();
    assertThat(lease.losses()).isZero();
    assertThat(lease.cancelRequested()).isFalse();
  }

  @Test
  void liveLease_isHeldEvenAgainstItsOwner() {
    TaskStore store = store();
    granted(claim(store, id));

    Claim second = claim(store, id);

    assertThat(second)
        .isInstanceOfSatisfying(
            Claim.Held.class,
            held -> assertThat(held.remaining()).isBetween(LEASE.minusSeconds(10), LEASE));
  }

  @Test
  void claimRepeatedWithItsToken_isGrantedAsTheFirstTime() {
    // Given: an owner before, so that there are counts
    TaskStore store = store();
    store.release(granted(claim(store, id)), 3, true);
    String token = store.newToken();
    Lease first = granted(store.claim(id, "coder", token));

    // When: the reply was lost
    Lease again = granted(store.claim(id, "coder", token));

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(again.attempts()).isEqualTo(3);
    assertThat(again.losses()).isEqualTo(1);
    TaskState state = store.find(id).orElseThrow();
    assertThat(state.attempts()).isEqualTo(4);
    assertThat(state.agentId()).isEqualTo("coder");
    assertThat(claim(store, id)).isInstanceOf(Claim.Held.class);
    assertThat(store.complete(first, Status.COMPLETED, "coder", 4, RESULT)).isTrue();
  }

  @Test
  void takeoverRepeatedWithItsToken_countsOneLoss() {
    TaskStore store = shortLease();
    granted(claim(store, id));
    letPass(SHORT);
    String token = store.newToken();
    granted(store.claim(id, null, token));

    Lease again = granted(store.claim(id, null, token));

    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.losses()).isEqualTo(1);
  }

  @Test
  void claimRepeatedAfterItsLeaseEnded_losesNothing() {
    TaskStore store = shortLease();
    String token = store.newToken();
    granted(store.claim(id, null, token));
    letPass(SHORT.plusMillis(50));

    Lease again = granted(store.claim(id, null, token));

    assertThat(again.attempts()).isZero();
    assertThat(again.losses()).isZero();
    assertThat(claim(store, id)).isInstanceOf(Claim.Held.class);
  }

  @Test
  void claimRepeatedAfterATakeover_isHeld() {
    TaskStore store = shortLease();
    String token = store.newToken();
    granted(store.claim(id, null, token));
    letPass(SHORT.plusMillis(50));
    Lease live = granted(claim(store, id));

    assertThat(store.claim(id, null, token)).isInstanceOf(Claim.Held.class);
    assertThat(store.renew(live, 0)).isEqualTo(Renewal.KEPT);
  }

  @Test
  void claimRepeatedAfterACancellation_saysSo() {
    TaskStore store = store();
    String token = store.newToken();
    granted(store.claim(id, null, token));
    store.cancel(id);

    assertThat(granted(store.claim(id, null, token)).cancelRequested()).isTrue();
  }

  @Test
  void expiredLease_isGrantedWithALossAndTheAttemptCounted() {
    TaskStore store = shortLease();
    Lease first = granted(claim(store, id));
    letPass(SHORT);

    Lease second = granted(claim(store, id));

    assertThat(second.token()).isNotEqualTo(first.token());
    assertThat(second.attempts()).isEqualTo(1);
    assertThat(second.losses()).isEqualTo(1);
  }

  @Test
  void leaseExpiredBetweenAttempts_losesNoCall() {
    TaskStore store = shortLease();
    store.progress(granted(claim(store, id)), Status.RETRYING, "coder", 3);
    letPass(SHORT);

    Lease second = granted(claim(store, id));

    assertThat(second.attempts()).isEqualTo(3);
    assertThat(second.losses()).isZero();
  }

  @Test
  void releasedInACall_isGrantedAtOnceWithALoss() {
    TaskStore store = store();
    store.release(granted(claim(store, id)), 1, true);

    Lease second = granted(claim(store, id));

    assertThat(second.attempts()).isEqualTo(1);
    assertThat(second.losses()).isEqualTo(1);
  }

  @Test
  void releaseRepeated_countsOneLoss() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id));
    store.release(lease, 1, true);

    store.release(lease, 1, true);

    Lease next = granted(claim(store, id));
    assertThat(next.attempts()).isEqualTo(1);
    assertThat(next.losses()).isEqualTo(1);
  }

  @Test
  void releaseRepeatedAfterTheNextClaim_leavesItAlone() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id));
    store.release(lease, 1, true);
    String token = store.newToken();
    Lease next = granted(store.claim(id, null, token));

    store.release(lease, 1, true);

    assertThat(store.renew(next, 0)).isEqualTo(Renewal.KEPT);
    assertThat(granted(store.claim(id, null, token))).isEqualTo(next);
  }

  @Test
  void progressRepeated_countsItsCallOnce() {
    TaskStore store = shortLease();
    Lease lease = granted(claim(store, id));
    store.progress(lease, Status.RUNNING, "coder", 2);

    assertThat(store.progress(lease, Status.RUNNING, "coder", 2)).isEqualTo(Renewal.KEPT);

    letPass(SHORT.plusMillis(50));
    Lease next = granted(claim(store, id));
    assertThat(next.attempts()).isEqualTo(2);
    assertThat(next.losses()).isEqualTo(1);
  }

  @Test
  void completeRepeatedAfterItsBytesWereEvicted_isRefusedAndTheClaimSaysItIsOver() {
    TaskStore store = store(TTL, LEASE, 64);
    Lease lease = granted(claim(store, id));
    store.complete(lease, Status.COMPLETED, "a", 1, RESULT);
    store.published(List.of(id));
    List<TaskId> more = IntStream.range(0, 1_000).mapToObj(i -> new TaskId("more-" + i)).toList();
    more.forEach(task -> complete(store, task));
    store.published(more);

    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, RESULT)).isFalse();

    assertThat(claim(store, id)).isEqualTo(new Claim.Evicted(Status.COMPLETED));
  }

  @Test
  void released_isGrantedAtOnceWithoutALoss() {
    TaskStore store = store();
    store.release(granted(claim(store, id)), 0, false);

    Lease second = granted(claim(store, id));

    assertThat(second.attempts()).isZero();
    assertThat(second.losses()).isZero();
  }

  @Test
  void renewed_lastsItsWholeLengthAgain() {
    TaskStore store = store(TTL, SHORT.multipliedBy(2), 1_000_000);
    Lease lease = granted(claim(store, id));
    letPass(SHORT);

    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.KEPT);

    letPass(SHORT.plusMillis(50));
    assertThat(claim(store, id)).isInstanceOf(Claim.Held.class);
  }

  @Test
  void progress_isSeenAndRenews() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id));

    assertThat(store.progress(lease, Status.RETRYING, "coder", 2)).isEqualTo(Renewal.KEPT);

    TaskState state = store.find(id).orElseThrow();
    assertThat(state.status()).isEqualTo(Status.RETRYING);
    assertThat(state.agentId()).isEqualTo("coder");
    assertThat(state.attempts()).isEqualTo(2);
    assertThat(state.result()).isNull();
  }

  @Test
  void lostLease_isRefusedEverywhereAndChangesNothing() {
    // Given
    TaskStore store = shortLease();
    Lease lost = granted(claim(store, id));
    letPass(SHORT);
    Lease live = granted(claim(store, id));
    store.progress(live, Status.RUNNING, "owner", 2);

    // When
    assertThat(store.renew(lost, 0)).isEqualTo(Renewal.LOST);
    assertThat(store.progress(lost, Status.RETRYING, "ghost", 9)).isEqualTo(Renewal.LOST);
    assertThat(store.complete(lost, Status.FAILED, "ghost", 9, bytes("no"))).isFalse();
    store.release(lost, 9, false);

    // Then
    TaskState state = store.find(id).orElseThrow();
    assertThat(state.status()).isEqualTo(Status.RUNNING);
    assertThat(state.agentId()).isEqualTo("owner");
    assertThat(state.attempts()).isEqualTo(2);
    assertThat(store.renew(live, 0)).isEqualTo(Renewal.KEPT);
  }

  @Test
  void leaseOfAForgottenTask_isLost() {
    TaskStore store = store();
    Lease never = new Lease(id, "never-given", LEASE, 0, 0, false);

    assertThat(store.renew(never, 0)).isEqualTo(Renewal.LOST);
    assertThat(store.complete(never, Status.COMPLETED, "a", 1, RESULT)).isFalse();
    store.release(never, 1, false);
    assertThat(store.find(id)).isEmpty();
  }

  @Test
  void completed_isDoneWithTheSameBytes() {
    TaskStore store = store();
    byte[] every = new byte[256];
    IntStream.range(0, 256).forEach(i -> every[i] = (byte) i);

    assertThat(store.complete(granted(claim(store, id)), Status.TIMEOUT, "coder", 4, every))
        .isTrue();

    assertThat(claim(store, id))
        .isInstanceOfSatisfying(
            Claim.Done.class,
            done -> {
              assertThat(done.status()).isEqualTo(Status.TIMEOUT);
              assertThat(done.result()).isEqualTo(every);
            });
    TaskState state = store.find(id).orElseThrow();
    assertThat(state.status()).isEqualTo(Status.TIMEOUT);
    assertThat(state.agentId()).isEqualTo("coder");
    assertThat(state.attempts()).isEqualTo(4);
    assertThat(state.result()).isEqualTo(every);
    assertThat(Duration.between(state.updatedAt(), state.expiresAt()))
        .isBetween(TTL.minusSeconds(5), TTL.plusSeconds(5));
  }

  @Test
  void completedWithoutAnAgent_hasNone() {
    TaskStore store = store();

    store.complete(granted(claim(store, id)), Status.FAILED, null, 0, RESULT);

    assertThat(store.find(id).orElseThrow().agentId()).isNull();
  }

  @Test
  void completeRepeated_succeedsOnlyForTheSameTokenAndBytes() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id));
    Lease other = new Lease(id, "other", LEASE, 0, 0, false);
    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, RESULT)).isTrue();

    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, RESULT)).isTrue();
    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, bytes("else"))).isFalse();
    assertThat(store.complete(lease, Status.FAILED, "a", 1, RESULT)).isFalse();
    assertThat(store.complete(other, Status.COMPLETED, "a", 1, RESULT)).isFalse();

    assertThat(store.find(id).orElseThrow().result()).isEqualTo(RESULT);
  }

  @Test
  void afterCompletion_theLeaseIsOver() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id));
    store.complete(lease, Status.COMPLETED, "a", 1, RESULT);

    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.LOST);
    store.release(lease, 1, false);

    assertThat(store.find(id).orElseThrow().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void ttlEnded_taskIsUnknownAgain() {
    TaskStore store = store(SHORT, SHORT, 1_000_000);
    store.complete(granted(claim(store, id)), Status.COMPLETED, "a", 1, RESULT);
    letPass(SHORT);

    assertThat(store.find(id)).isEmpty();
    Lease again = granted(claim(store, id));
    assertThat(again.attempts()).isZero();
    assertThat(again.losses()).isZero();
  }

  @Test
  void leaseLongerThanTtl_keepsTheEntry() {
    TaskStore store = store(SHORT, LEASE, 1_000_000);
    Lease lease = granted(claim(store, id));
    letPass(SHORT.plusMillis(50));

    assertThat(claim(store, id)).isInstanceOf(Claim.Held.class);
    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.KEPT);
  }

  @Test
  void noteQueued_isSeenWhereNothingIsKnown() {
    TaskStore store = store();
    TaskId running = new TaskId(id + ".running");
    granted(claim(store, running));

    store.noteQueued(List.of(id, running));
    store.noteQueued(List.of());

    assertThat(store.find(id).orElseThrow().status()).isEqualTo(Status.QUEUED);
    assertThat(store.find(running).orElseThrow().status()).isEqualTo(Status.RUNNING);
    assertThat(granted(claim(store, id)).losses()).isZero();
  }

  @Test
  void cancelledWhileRunning_theRenewalSaysSo() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id));

    assertThat(store.cancel(id)).isEqualTo(Cancellation.ACCEPTED);

    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.CANCEL_REQUESTED);
    assertThat(store.progress(lease, Status.RUNNING, "a", 1)).isEqualTo(Renewal.CANCEL_REQUESTED);
  }

  @Test
  void cancelledBeforeItIsKnown_theClaimSaysSo() {
    TaskStore store = store();

    assertThat(store.cancel(id)).isEqualTo(Cancellation.ACCEPTED);
    assertThat(store.find(id)).isEmpty();
    store.noteQueued(List.of(id));

    assertThat(granted(claim(store, id)).cancelRequested()).isTrue();
  }

  @Test
  void earlyCancellation_isForgottenWithItsTtl() {
    TaskStore store = store(SHORT, SHORT, 1_000_000);
    store.cancel(id);
    letPass(SHORT);

    assertThat(granted(claim(store, id)).cancelRequested()).isFalse();
  }

  @Test
  void cancelledAndReleased_theNextClaimSaysSo() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id));
    store.cancel(id);
    store.release(lease, 1, false);

    assertThat(granted(claim(store, id)).cancelRequested()).isTrue();
  }

  @Test
  void cancelAfterTheEnd_isRefused() {
    TaskStore store = store();
    store.complete(granted(claim(store, id)), Status.COMPLETED, "a", 1, RESULT);

    assertThat(store.cancel(id)).isEqualTo(Cancellation.ALREADY_TERMINAL);
  }

  @Test
  void rejected_isFailedWithTheseBytes() {
    TaskStore store = store();

    assertThat(store.reject(id, RESULT).map(Claim.Done::result)).contains(RESULT);

    assertThat(claim(store, id))
        .isInstanceOfSatisfying(
            Claim.Done.class, done -> assertThat(done.status()).isEqualTo(Status.FAILED));
    assertThat(store.find(id).orElseThrow().attempts()).isZero();
    assertThat(store.reject(id, bytes("later")).map(Claim.Done::result)).contains(RESULT);
  }

  @Test
  void claimed_showsWhoIsToDoIt() {
    TaskStore store = store();
    granted(store.claim(id, "coder", store.newToken()));

    assertThat(store.find(id).orElseThrow().agentId()).isEqualTo("coder");
  }

  @Test
  void claimedByNobodyInParticular_showsNobody() {
    TaskStore store = store();
    granted(claim(store, id));

    assertThat(store.find(id).orElseThrow().agentId()).isNull();
  }

  @Test
  void renewal_saysHowFarTheAnswerIs_untilItIsThere() {
    TaskStore store = store();
    Lease lease = granted(store.claim(id, "coder", store.newToken()));

    store.renew(lease, 120);

    assertThat(store.find(id).orElseThrow().outputTokens()).isEqualTo(120);
    store.complete(lease, Status.COMPLETED, "coder", 1, RESULT);
    assertThat(store.find(id).orElseThrow().outputTokens()).isZero();
  }

  @Test
  void writableStore_saysSo() {
    assertThatCode(store()::checkWritable).doesNotThrowAnyException();
  }

  @Test
  void rejectedWhileOwned_publishesNothing() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id));

    assertThat(store.reject(id, RESULT)).isEmpty();

    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.KEPT);
    assertThat(store.find(id).orElseThrow().status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void rejectedAfterTheLeaseEnded_publishesNothingAndTheOwnerMayFinish() {
    TaskStore store = shortLease();
    Lease slow = granted(claim(store, id));
    letPass(SHORT.plusMillis(50));

    assertThat(store.reject(id, RESULT)).isEmpty();

    assertThat(store.complete(slow, Status.COMPLETED, "coder", 1, bytes("{}"))).isTrue();
    assertThat(store.find(id).orElseThrow().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void rejectedBetweenAttempts_publishesNothing() {
    TaskStore store = shortLease();
    store.progress(granted(claim(store, id)), Status.RETRYING, "coder", 1);

    assertThat(store.reject(id, RESULT)).isEmpty();
    letPass(SHORT.plusMillis(50));
    assertThat(store.reject(id, RESULT)).isEmpty();

    assertThat(store.find(id).orElseThrow().status()).isEqualTo(Status.RETRYING);
  }

  @Test
  void rejectedWhileQueued_publishesNothing() {
    TaskStore store = store();
    TaskId givenBack = new TaskId(id + ".given-back");
    store.noteQueued(List.of(id));
    store.release(granted(claim(store, givenBack)), 1, true);

    assertThat(store.reject(id, RESULT)).isEmpty();
    assertThat(store.reject(givenBack, RESULT)).isEmpty();

    assertThat(store.find(id).orElseThrow().status()).isEqualTo(Status.QUEUED);
    assertThat(granted(claim(store, id)).losses()).isZero();
    assertThat(granted(claim(store, givenBack)).losses()).isEqualTo(1);
  }

  @Test
  void rejectedAfterAnEarlyCancellation_isFailed() {
    TaskStore store = store();
    store.cancel(id);

    assertThat(store.reject(id, RESULT).map(Claim.Done::status)).contains(Status.FAILED);
    assertThat(store.find(id).orElseThrow().attempts()).isZero();
  }

  @Test
  void publishedBeyondTheMaximum_losesItsBytesAndKeepsItsEnd() {
    // Given: room for one task in each of up to 64 shards
    TaskStore store = store(TTL, LEASE, 64);
    List<TaskId> ids = IntStream.range(0, 300).mapToObj(i -> new TaskId("many-" + i)).toList();
    ids.forEach(task -> complete(store, task));
    assertThat(store.stats().size()).isZero();

    // When
    store.published(ids);

    // Then
    List<Claim> claims = ids.stream().map(task -> claim(store, task)).toList();
    long whole = claims.stream().filter(Claim.Done.class::isInstance).count();
    assertThat(whole).isBetween(50L, 64L).isEqualTo(store.stats().size());
    assertThat(store.stats().evictions()).isEqualTo(300 - whole);
    assertThat(claims)
        .allSatisfy(
            claim -> assertThat(claim).isInstanceOfAny(Claim.Done.class, Claim.Evicted.class));
    TaskId evicted = ids.get(claims.indexOf(new Claim.Evicted(Status.COMPLETED)));
    assertThat(store.find(evicted).orElseThrow().result()).isNull();
    assertThat(store.find(evicted).orElseThrow().status()).isEqualTo(Status.COMPLETED);
    assertThat(store.reject(evicted, RESULT)).isEmpty();
    assertThat(store.cancel(evicted)).isEqualTo(Cancellation.ALREADY_TERMINAL);
  }

  @Test
  void notPublished_isNeverEvicted() {
    TaskStore store = store(TTL, LEASE, 64);
    List<TaskId> ids = IntStream.range(0, 300).mapToObj(i -> new TaskId("many-" + i)).toList();
    ids.forEach(task -> complete(store, task));
    granted(claim(store, id));

    store.published(List.of(id, new TaskId("unknown")));

    assertThat(store.stats().size()).isZero();
    assertThat(ids).allSatisfy(t -> assertThat(claim(store, t)).isInstanceOf(Claim.Done.class));
    assertThat(claim(store, id)).isInstanceOf(Claim.Held.class);
  }

  @Test
  void publishedTwice_isHeldOnce() {
    TaskStore store = store();
    complete(store, id);

    store.published(List.of(id, id));
    store.published(List.of(id));

    assertThat(store.stats().size()).isEqualTo(1);
  }

  @Test
  void looks_areCounted() {
    TaskStore store = store();
    store.find(id);
    complete(store, id);
    claim(store, id);
    store.find(id);

    assertThat(store.stats()).isEqualTo(new MapStats(0, 2, 2, 0, 0));
  }

  @Test
  void manyClaimAtOnce_oneIsGranted() throws Exception {
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
                            return claim(store, id);
                          }))
              .toList();
      for (Future<Claim> claim : claims) {
        if (claim.get() instanceof Claim.Granted(Lease lease)) {
          tokens.add(lease.token());
        }
      }
    }
    assertThat(tokens).hasSize(1);
  }

  static void complete(TaskStore store, TaskId task) {
    assertThat(store.complete(granted(claim(store, task)), Status.COMPLETED, "a", 1, RESULT))
        .isTrue();
  }

  /** A claim by one who has not claimed before. */
  static Claim claim(TaskStore store, TaskId task) {
    return store.claim(task, null, store.newToken());
  }

  static Lease granted(Claim claim) {
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return ((Claim.Granted) claim).lease();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
