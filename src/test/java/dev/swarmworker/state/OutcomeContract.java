package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.bytes;
import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.complete;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.TaskStore.Cancellation;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The end of a task: stored once, published, evicted, forgotten. */
interface OutcomeContract extends TaskStoreFixture {

  @Test
  default void completeRepeatedAfterItsBytesWereEvicted_isRefusedAndTheClaimSaysItIsOver() {
    TaskStore store = store(TTL, LEASE, 64);
    Lease lease = granted(claim(store, id()));
    store.complete(lease, Status.COMPLETED, "a", 1, result());
    store.published(List.of(id()));
    List<TaskId> more = IntStream.range(0, 1_000).mapToObj(i -> new TaskId("more-" + i)).toList();
    more.forEach(task -> complete(store, task));
    store.published(more);

    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, result())).isFalse();

    assertThat(claim(store, id())).isEqualTo(new Claim.Evicted(Status.COMPLETED));
  }

  @Test
  default void completed_isDoneWithTheSameBytes() {
    TaskStore store = store();
    byte[] every = new byte[256];
    IntStream.range(0, 256).forEach(i -> every[i] = (byte) i);

    assertThat(store.complete(granted(claim(store, id())), Status.TIMEOUT, "coder", 4, every))
        .isTrue();

    assertThat(claim(store, id()))
        .isInstanceOfSatisfying(
            Claim.Done.class,
            done -> {
              assertThat(done.status()).isEqualTo(Status.TIMEOUT);
              assertThat(done.result()).isEqualTo(every);
            });
    TaskState state = store.find(id()).orElseThrow();
    assertThat(state.status()).isEqualTo(Status.TIMEOUT);
    assertThat(state.agentId()).isEqualTo("coder");
    assertThat(state.attempts()).isEqualTo(4);
    assertThat(state.result()).isEqualTo(every);
    assertThat(Duration.between(state.updatedAt(), state.expiresAt()))
        .isBetween(TTL.minusSeconds(5), TTL.plusSeconds(5));
  }

  @Test
  default void completedWithoutAnAgent_hasNone() {
    TaskStore store = store();

    store.complete(granted(claim(store, id())), Status.FAILED, null, 0, result());

    assertThat(store.find(id()).orElseThrow().agentId()).isNull();
  }

  @Test
  default void completeRepeated_succeedsOnlyForTheSameTokenAndBytes() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    Lease other = new Lease(id(), "other", LEASE, 0, 0, false);
    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, result())).isTrue();

    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, result())).isTrue();
    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, bytes("else"))).isFalse();
    assertThat(store.complete(lease, Status.FAILED, "a", 1, result())).isFalse();
    assertThat(store.complete(other, Status.COMPLETED, "a", 1, result())).isFalse();

    assertThat(store.find(id()).orElseThrow().result()).isEqualTo(result());
  }

  @Test
  default void afterCompletion_theLeaseIsOver() {
    TaskStore store = store();
    Lease lease = granted(claim(store, id()));
    store.complete(lease, Status.COMPLETED, "a", 1, result());

    assertThat(store.renew(lease, 0)).isEqualTo(Renewal.LOST);
    store.release(lease, 1, false);

    assertThat(store.find(id()).orElseThrow().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  default void ttlEnded_taskIsUnknownAgain() {
    TaskStore store = store(SHORT, SHORT, 1_000_000);
    store.complete(granted(claim(store, id())), Status.COMPLETED, "a", 1, result());
    letPass(SHORT);

    assertThat(store.find(id())).isEmpty();
    Lease again = granted(claim(store, id()));
    assertThat(again.attempts()).isZero();
    assertThat(again.losses()).isZero();
  }

  @Test
  default void publishedBeyondTheMaximum_losesItsBytesAndKeepsItsEnd() {
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
    assertThat(store.reject(evicted, result())).isEmpty();
    assertThat(store.cancel(evicted)).isEqualTo(Cancellation.ALREADY_TERMINAL);
  }

  @Test
  default void notPublished_isNeverEvicted() {
    TaskStore store = store(TTL, LEASE, 64);
    List<TaskId> ids = IntStream.range(0, 300).mapToObj(i -> new TaskId("many-" + i)).toList();
    ids.forEach(task -> complete(store, task));
    granted(claim(store, id()));

    store.published(List.of(id(), new TaskId("unknown")));

    assertThat(store.stats().size()).isZero();
    assertThat(ids).allSatisfy(t -> assertThat(claim(store, t)).isInstanceOf(Claim.Done.class));
    assertThat(claim(store, id())).isInstanceOf(Claim.Held.class);
  }

  @Test
  default void publishedTwice_isHeldOnce() {
    TaskStore store = store();
    complete(store, id());

    store.published(List.of(id(), id()));
    store.published(List.of(id()));

    assertThat(store.stats().size()).isEqualTo(1);
  }
}
