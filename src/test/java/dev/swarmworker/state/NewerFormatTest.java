package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.bytes;
import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.complete;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What newer workers leave in Redis is neither read nor changed, and nothing is called for it. */
class NewerFormatTest {

  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final TaskId ID = new TaskId("newer-1");
  private static final String KEY = Shards.TASKS.entry(ID);

  private static RedisFixture redis;

  private final RedisTaskStore store = redis.tasks(RedisFixture.config(TTL, LEASE, 64));

  @BeforeAll
  static void start() {
    redis = new RedisFixture();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.flush();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "10", "2.1", "next"})
  void claim_isLeftToNewerWorkers(String format) {
    String token = store.newToken();
    Map<String, String> before =
        newer(format, "status", "running", "token", token, "leaseUntil", 1);

    assertThat(claim(store, ID)).isEqualTo(new Claim.Newer(format));
    assertThat(store.claim(ID, "coder", token)).as("its own").isEqualTo(new Claim.Newer(format));

    assertUntouched(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "running", "settling", "queued"})
  void everyOtherStep_changesNothing(String status) {
    Map<String, String> before = newer("2", "status", status, "result", "?", "published", 1);

    assertThatThrownBy(() -> store.cancel(ID)).isInstanceOf(StateUnavailableException.class);
    assertThatThrownBy(() -> store.find(ID)).isInstanceOf(StateUnavailableException.class);
    assertThatThrownBy(() -> store.reject(ID, result()))
        .isInstanceOf(StateUnavailableException.class);
    store.noteQueued(List.of(ID));
    store.published(List.of(ID));

    assertUntouched(before);
    assertThat(store.stats().size()).isZero();
  }

  /** Noted by a newer worker without a status of ours: a cancellation of its own kind, say. */
  @Test
  void entryWithoutAStatus_isNotNotedAsWaiting() {
    Map<String, String> before = newer("2", "wish", "end");

    store.noteQueued(List.of(ID));

    assertUntouched(before);
  }

  @Test
  void leaseThatANewerWorkerTookOver_isLost() {
    Lease lease = granted(claim(store, ID));
    redis.send(Command.HSET, KEY, "v", 2, "token", "of-the-newer");
    Map<String, String> before = hash();

    assertThat(store.renew(lease, 1)).isEqualTo(Renewal.LOST);
    assertThat(store.progress(lease, Status.RUNNING, "coder", 2)).isEqualTo(Renewal.LOST);
    assertThat(store.keepAnswer(lease, 1, bytes("{}"))).isFalse();
    assertThat(store.complete(lease, Status.COMPLETED, "coder", 1, result())).isFalse();
    store.release(lease, 1, true);

    assertThat(hash()).isEqualTo(before);
  }

  @Test
  void newerOutcomeThatIsNamedForEviction_keepsItsBytes() {
    Map<String, String> before = newer("2", "status", "completed", "result", "?", "published", 1);
    redis.send(Command.ZADD, Shards.TASKS.expiries(Shards.TASKS.of(ID)), 4e12, ID);
    redis.send(Command.ZADD, Shards.TASKS.uses(Shards.TASKS.of(ID)), 1, ID);
    TaskId later = sameShard();
    complete(store, later);

    store.published(List.of(later));

    assertUntouched(before);
    assertThat(claim(store, later)).isInstanceOf(Claim.Done.class);
  }

  @Test
  void fieldsThatNobodyKnows_areKeptThroughAWholeLife() {
    redis.send(Command.HSET, KEY, "v", 1, "trace", "00-abc", "budget", "7");

    store.noteQueued(List.of(ID));
    store.release(granted(claim(store, ID)), 1, false);
    Lease lease = granted(claim(store, ID));
    store.progress(lease, Status.RETRYING, "coder", 2);
    store.cancel(ID);
    store.renew(lease, 5);
    store.keepAnswer(lease, 2, bytes("{}"));
    store.complete(lease, Status.COMPLETED, "coder", 2, result());
    store.published(List.of(ID));
    TaskId later = sameShard();
    complete(store, later);
    store.published(List.of(later));

    assertThat(claim(store, ID)).isEqualTo(new Claim.Evicted(Status.COMPLETED));
    assertThat(hash())
        .containsEntry("trace", "00-abc")
        .containsEntry("budget", "7")
        .doesNotContainKeys("result", "doneBy");
  }

  /** A worker that does not know a status takes its task for one that waits: it needs a new v. */
  @Test
  void statuses_areTheFormat() {
    assertThat(Stream.of(Status.values()).map(Status::wireName))
        .containsExactly(
            "queued", "running", "retrying", "completed", "failed", "cancelled", "timeout");
  }

  private static Map<String, String> newer(String format, Object... fields) {
    Object[] all = new Object[fields.length + 3];
    all[0] = KEY;
    all[1] = "v";
    all[2] = format;
    System.arraycopy(fields, 0, all, 3, fields.length);
    redis.send(Command.HSET, all);
    redis.send(Command.PEXPIRE, KEY, 5_000);
    return hash();
  }

  private static void assertUntouched(Map<String, String> before) {
    assertThat(hash()).isEqualTo(before);
    assertThat(redis.send(Command.PTTL, KEY).toLong()).as("ends when it did").isBetween(1L, 5_000L);
  }

  private static TaskId sameShard() {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> new TaskId("same-shard-" + i))
        .filter(candidate -> Shards.TASKS.of(candidate) == Shards.TASKS.of(ID))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> hash() {
    Map<String, String> fields = new TreeMap<>();
    Response all = redis.send(Command.HGETALL, KEY);
    for (String field : all.getKeys()) {
      fields.put(field, all.get(field).toString());
    }
    return fields;
  }
}
