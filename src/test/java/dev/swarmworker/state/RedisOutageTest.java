package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis away, frozen, restarted or full: an exception within the bound, then all is well again. */
class RedisOutageTest {

  private final RedisFixture redis = new RedisFixture("--appendonly", "yes");
  private final TaskStore store = redis.tasks();
  private final TaskId id = new TaskId("task");

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void restarted_keepsTheLeaseAndFindsItsScriptsAgain() {
    // Given
    Lease lease = TaskStoreFixture.granted(TaskStoreFixture.claim(store, id));
    // When
    redis.server.restart();
    // Then
    await()
        .ignoreException(StateUnavailableException.class)
        .until(() -> store.find(id).isPresent());
    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, new byte[] {1})).isTrue();
  }

  @Test
  void stopped_failsAtOnceUntilItIsBack() {
    store.find(id);
    redis.server.stop();

    assertThatThrownBy(() -> TaskStoreFixture.claim(store, id))
        .isInstanceOf(StateUnavailableException.class);
    assertThatThrownBy(() -> TaskStoreFixture.claim(store, id))
        .isInstanceOf(StateUnavailableException.class);

    redis.server.restart();
    await()
        .ignoreException(StateUnavailableException.class)
        .until(() -> TaskStoreFixture.claim(store, id) instanceof Claim.Granted);
  }

  @Test
  void frozen_failsWithinTheTimeoutThenGoesOn() {
    // Given
    store.find(id);
    redis.server.pause();
    // When
    long begin = System.nanoTime();
    assertThatThrownBy(() -> store.find(id))
        .isInstanceOf(StateUnavailableException.class)
        .hasMessageContaining(RedisFixture.TIMEOUT.toMillis() + " ms");
    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
    // Then
    assertThat(waited).isBetween(RedisFixture.TIMEOUT, RedisFixture.TIMEOUT.multipliedBy(2));
    redis.server.resume();
    assertThat(store.find(id)).isEmpty();
  }

  @Test
  void frozenWhileClaiming_theRepeatOwnsWhatTheFirstTimeTook() {
    // Given: a claim whose reply comes too late
    store.find(id);
    String token = store.newToken();
    redis.server.pause();
    assertThatThrownBy(() -> store.claim(id, null, token))
        .isInstanceOf(StateUnavailableException.class);
    redis.server.resume();
    await()
        .ignoreException(StateUnavailableException.class)
        .until(() -> store.find(id).isPresent());
    // When
    Lease lease = TaskStoreFixture.granted(store.claim(id, null, token));
    // Then
    assertThat(lease.attempts()).isZero();
    assertThat(lease.losses()).isZero();
    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, new byte[] {1})).isTrue();
  }

  @Test
  void frozenWhileReleasing_theRepeatCountsNoSecondLoss() {
    // Given: a release whose reply comes too late
    Lease lease = TaskStoreFixture.granted(TaskStoreFixture.claim(store, id));
    redis.server.pause();
    assertThatThrownBy(() -> store.release(lease, 1, true))
        .isInstanceOf(StateUnavailableException.class);
    redis.server.resume();
    await()
        .ignoreException(StateUnavailableException.class)
        .until(() -> store.find(id).orElseThrow().status() == Status.QUEUED);
    // When
    store.release(lease, 1, true);
    // Then
    Lease next = TaskStoreFixture.granted(TaskStoreFixture.claim(store, id));
    assertThat(next.losses()).isEqualTo(1);
  }

  @Test
  void thousandsOfCallersWhileFrozen_allFailAndAllRecover() throws Exception {
    // Given
    store.find(id);
    redis.server.pause();
    // When
    assertThat(claimMany("frozen-", 5_000)).isZero();
    // Then
    redis.server.resume();
    await().ignoreException(StateUnavailableException.class).until(() -> store.find(id).isEmpty());
    assertThat(claimMany("thawed-", 5_000)).isEqualTo(5_000);
  }

  @Test
  void connectionsWithoutAnEnd_areReplaced() throws IOException {
    try (SilentProxy proxy = new SilentProxy(redis.server.port());
        RedisCommands behind = redis.commands(redis.client(proxy.uri()))) {
      // Given
      TtlMap map = new RedisTtlMap(behind, Shards.CACHE, RedisFixture.TTL, 10);
      map.size();
      // When
      proxy.silence();
      assertThatThrownBy(map::size).isInstanceOf(StateUnavailableException.class);
      // Then
      await()
          .atMost(RedisFixture.SILENCE.multipliedBy(3))
          .ignoreException(StateUnavailableException.class)
          .until(() -> map.size() == 0);
    }
  }

  @Test
  void full_refusesAndStillAnswersWhatItKnows() {
    // Given
    TaskStoreFixture.complete(store, id);
    store.published(List.of(id));
    redis.send(Command.CONFIG, "SET", "maxmemory", "1");
    // When
    assertThatThrownBy(() -> TaskStoreFixture.claim(store, new TaskId("other")))
        .isInstanceOf(StateUnavailableException.class);
    // Then
    assertThat(TaskStoreFixture.claim(store, id)).isInstanceOf(Claim.Done.class);
    assertThat(store.find(id)).isPresent();
    redis.send(Command.CONFIG, "SET", "maxmemory", "0");
    assertThat(TaskStoreFixture.claim(store, new TaskId("other")))
        .isInstanceOf(Claim.Granted.class);
  }

  @Test
  void readOnlyReplica_refuses() {
    redis.send(Command.REPLICAOF, "127.0.0.1", "1");

    assertThatThrownBy(() -> TaskStoreFixture.claim(store, id))
        .isInstanceOf(StateUnavailableException.class);

    redis.send(Command.REPLICAOF, "NO", "ONE");
    assertThat(TaskStoreFixture.claim(store, id)).isInstanceOf(Claim.Granted.class);
  }

  @Test
  void interruptedCaller_stopsWaiting() {
    redis.server.pause();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> store.find(id)).isInstanceOf(StateUnavailableException.class);

    assertThat(Thread.interrupted()).isTrue();
    redis.server.resume();
  }

  /** How many of so many new tasks are granted to callers who all come at once. */
  private long claimMany(String prefix, int count) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> claims =
          IntStream.range(0, count)
              .mapToObj(i -> executor.submit(() -> granted(new TaskId(prefix + i))))
              .toList();
      long granted = 0;
      for (Future<Boolean> claim : claims) {
        granted += claim.get() ? 1 : 0;
      }
      return granted;
    }
  }

  private boolean granted(TaskId task) {
    try {
      store.release(TaskStoreFixture.granted(TaskStoreFixture.claim(store, task)), 0, false);
      return true;
    } catch (StateUnavailableException e) {
      return false;
    }
  }
}
