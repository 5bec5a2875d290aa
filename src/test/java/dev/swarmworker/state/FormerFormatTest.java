package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.bytes;
import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.complete;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.ResultCache.Lookup;
import dev.swarmworker.state.TaskStore.Cancellation;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What workers of format 1 left in Redis, carried on by the present code. */
class FormerFormatTest {

  private static final Duration LEASE = Duration.ofMinutes(1);

  private static RedisFixture redis;

  private final TaskStore store =
      redis.tasks(RedisFixture.config(Duration.ofMinutes(10), LEASE, 64));

  @BeforeAll
  static void start() {
    redis = new RedisFixture();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void asTheyLeftIt() {
    redis.flush();
    RedisDump.load("format-1/entries.redis", redis);
  }

  /** How far each had come: calls and losses before, and whether somebody wishes its end. */
  @ParameterizedTest
  @CsvSource({
    "waiting-1, 0, 0, false",
    "lost-1, 2, 2, false",
    "retrying-1, 2, 0, false",
    "released-1, 1, 1, false",
    "wish-early-1, 0, 0, true",
    "unheard-of, 0, 0, false"
  })
  void taskWithoutAnOwner_isClaimedWithItsCounts(
      String id, int attempts, int losses, boolean cancel) {
    TaskId task = new TaskId(id);

    Lease lease = granted(claim(store, task));

    assertThat(lease.attempts()).isEqualTo(attempts);
    assertThat(lease.losses()).isEqualTo(losses);
    assertThat(lease.cancelRequested()).isEqualTo(cancel);
    assertThat(claim(store, task)).isInstanceOf(Claim.Held.class);
    assertThat(store.complete(lease, Status.COMPLETED, "coder", attempts + 1, result())).isTrue();
    assertThat(claim(store, task)).isInstanceOf(Claim.Done.class);
  }

  @Test
  void runningTask_staysItsOwners() {
    TaskId task = new TaskId("running-1");
    Lease owners = new Lease(task, "token-of-running", LEASE, 0, 0, false);

    assertThat(claim(store, task)).isInstanceOf(Claim.Held.class);
    assertThat(store.find(task))
        .hasValueSatisfying(
            state -> {
              assertThat(state.status()).isEqualTo(Status.RUNNING);
              assertThat(state.agentId()).isEqualTo("coder");
              assertThat(state.attempts()).isEqualTo(1);
              assertThat(state.outputTokens()).isEqualTo(12);
            });
    assertThat(store.reject(task, result())).isEmpty();
    assertThat(store.renew(owners, 20)).isEqualTo(Renewal.KEPT);
    assertThat(store.progress(owners, Status.RETRYING, "tester", 1)).isEqualTo(Renewal.KEPT);
    assertThat(store.keepAnswer(owners, 2, bytes("{}"))).isTrue();
    assertThat(store.complete(owners, Status.COMPLETED, "tester", 2, result())).isTrue();
  }

  @Test
  void lostOwner_writesNothingAnyMore() {
    TaskId task = new TaskId("lost-1");
    granted(claim(store, task));
    Lease former = new Lease(task, "token-of-lost", LEASE, 1, 1, false);

    assertThat(store.renew(former, 0)).isEqualTo(Renewal.LOST);
    assertThat(store.complete(former, Status.COMPLETED, "coder", 2, result())).isFalse();
    store.release(former, 2, true);

    assertThat(claim(store, task)).isInstanceOf(Claim.Held.class);
  }

  @Test
  void ownerWhoWasSlowButNotReplaced_maySettle() {
    Lease slow = new Lease(new TaskId("retrying-1"), "token-of-retrying", LEASE, 1, 0, false);

    assertThat(store.complete(slow, Status.FAILED, "coder", 2, result())).isTrue();
  }

  @Test
  void wishWhileItRuns_isSeenByItsOwner() {
    TaskId task = new TaskId("wish-1");

    assertThat(store.renew(new Lease(task, "token-of-wish", LEASE, 0, 0, false), 0))
        .isEqualTo(Renewal.CANCEL_REQUESTED);
    assertThat(store.cancel(new TaskId("running-1"))).isEqualTo(Cancellation.ACCEPTED);
    assertThat(store.cancel(new TaskId("waiting-1"))).isEqualTo(Cancellation.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "completed-1, COMPLETED",
    "published-1, FAILED",
    "cancelled-1, CANCELLED",
    "rejected-1, FAILED"
  })
  void endedTask_isPublishedAgainWithItsBytes(String id, Status status) {
    TaskId task = new TaskId(id);
    byte[] bytes =
        "{\"taskId\":\"%s\",\"status\":\"%s\"}".formatted(id, status.wireName()).getBytes(UTF_8);

    assertThat(claim(store, task))
        .isInstanceOfSatisfying(
            Claim.Done.class,
            done -> {
              assertThat(done.status()).isEqualTo(status);
              assertThat(done.result()).isEqualTo(bytes);
            });
    assertThat(store.find(task).orElseThrow().result()).isEqualTo(bytes);
    assertThat(store.cancel(task)).isEqualTo(Cancellation.ALREADY_TERMINAL);
    assertThat(store.reject(task, result()).orElseThrow().result()).isEqualTo(bytes);
  }

  @Test
  void completionWhoseReplyWasLost_isKnownByItsToken() {
    TaskId task = new TaskId("completed-1");
    byte[] bytes = bytes("{\"taskId\":\"completed-1\",\"status\":\"completed\"}");
    Lease owner = new Lease(task, "token-of-completed", LEASE, 0, 0, false);
    Lease another = new Lease(task, "token-of-another", LEASE, 0, 0, false);

    assertThat(store.complete(owner, Status.COMPLETED, "coder", 1, bytes)).isTrue();
    assertThat(store.complete(another, Status.COMPLETED, "coder", 1, bytes)).isFalse();
  }

  @Test
  void publishedOutcome_isCountedAndEvicted() {
    TaskId task = new TaskId("published-1");
    assertThat(store.stats().size()).isEqualTo(1);
    TaskId later = sameShardAs(task);
    complete(store, later);

    store.published(List.of(later));

    assertThat(claim(store, task)).isEqualTo(new Claim.Evicted(Status.FAILED));
  }

  @Test
  void evictedOutcome_isStillDone() {
    TaskId task = new TaskId("evicted-1");

    assertThat(claim(store, task)).isEqualTo(new Claim.Evicted(Status.COMPLETED));
    assertThat(store.find(task).orElseThrow().result()).isNull();
    assertThat(store.reject(task, result())).isEmpty();
  }

  @Test
  void answerThatWasPaidFor_isHandedOnAndCountsNothing() {
    Claim.Granted next = (Claim.Granted) claim(store, new TaskId("answered-1"));

    assertThat(new String(next.answer(), UTF_8)).contains("\"text\":\"paid\"");
    assertThat(next.lease().attempts()).isEqualTo(1);
    assertThat(next.lease().losses()).isZero();
  }

  @Test
  void cachedAnswer_serves_andACallThatIsMadeIsWaitedFor() {
    RedisTtlMap answers =
        new RedisTtlMap(redis.commands, Shards.CACHE, Duration.ofMinutes(10), 1000);
    ResultCache cache =
        new RedisResultCache(redis.commands, Shards.CACHE, answers, LEASE, () -> "token");

    assertThat(cache.lookup("kept", "token"))
        .isInstanceOfSatisfying(
            Lookup.Hit.class,
            hit -> assertThat(new String(hit.value(), UTF_8)).contains("\"text\":\"kept\""));
    assertThat(cache.lookup("coming", "token")).isInstanceOf(Lookup.InFlight.class);
    assertThat(cache.stats().size()).isEqualTo(1);
  }

  /** That the fixture is whole: no key of it is in a place where nobody looks. */
  @Test
  void everyKey_isWhereItsIdSays() {
    assertThat(redis.send(Command.KEYS, "swarm:task:*").stream().map(Object::toString))
        .hasSize(13)
        .allSatisfy(
            key -> {
              TaskId id = new TaskId(key.substring(key.indexOf("}:") + 2));
              assertThat(key).isEqualTo(Shards.TASKS.entry(id));
            });
  }

  private static TaskId sameShardAs(TaskId first) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> new TaskId("same-shard-" + i))
        .filter(candidate -> Shards.TASKS.of(candidate) == Shards.TASKS.of(first))
        .findFirst()
        .orElseThrow();
  }
}
