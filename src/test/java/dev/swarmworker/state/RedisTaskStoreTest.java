package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.bytes;
import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.complete;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TtlMap.Retention;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisTaskStoreTest extends TaskStoreContract {

  private static RedisFixture redis;

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

  @Override
  public RedisTaskStore store(Duration ttl, Duration lease, int maxEntries) {
    return redis.tasks(RedisFixture.config(ttl, lease, maxEntries));
  }

  /** Redis' time cannot be set: waits until it has passed by Redis' own clock. */
  @Override
  public void letPass(Duration duration) {
    TtlMap clock = new RedisTtlMap(redis.commands, new Shards("clock", 1), duration, 10);
    clock.set("tick", new byte[0], Retention.KEPT);
    await().until(() -> !clock.has("tick"));
  }

  /** Workers of two versions share Redis: a change here needs a new value of {@code v}. */
  @Test
  void keysAndFields_areTheFormat() {
    TaskStore store = store(TTL, LEASE, 1000);
    TaskId task = new TaskId("abc");

    Lease lease = granted(claim(store, task));
    assertThat(hash("swarm:task:{task2}:abc").keySet())
        .containsExactly(
            "attempts", "leaseUntil", "losses", "status", "token", "updatedAt", "v", "workerId");
    store.progress(lease, Status.RETRYING, "coder", 2);
    store.cancel(task);
    assertThat(hash("swarm:task:{task2}:abc"))
        .containsEntry("v", "1")
        .containsEntry("status", "retrying")
        .containsEntry("agentId", "coder")
        .containsEntry("attempts", "2")
        .containsEntry("losses", "0")
        .containsEntry("cancel", "1")
        .containsEntry("workerId", "worker-1")
        .containsEntry("token", lease.token())
        .containsKeys("leaseUntil", "updatedAt");
    store.keepAnswer(lease, 2, bytes("{\"answer\":{}}"));
    assertThat(hash("swarm:task:{task2}:abc"))
        .containsEntry("v", "1")
        .containsEntry("status", "running")
        .containsEntry("attempts", "2")
        .containsEntry("answer", "{\"answer\":{}}");
    store.complete(lease, Status.COMPLETED, "coder", 2, bytes("{}"));
    store.published(List.of(task));
    assertThat(hash("swarm:task:{task2}:abc"))
        .containsEntry("status", "completed")
        .containsEntry("result", "{}")
        .containsEntry("doneBy", lease.token())
        .containsEntry("published", "1")
        .doesNotContainKeys("token", "leaseUntil", "cancel", "answer");
    assertThat(keys())
        .containsExactlyInAnyOrder(
            "swarm:task:{task2}:abc", "swarm:task-expiry:{task2}", "swarm:task-use:{task2}");
  }

  @Test
  void times_areMillisecondsOfRedisClock() {
    TaskStore store = store(TTL, LEASE, 1000);
    long before = redisMillis();
    granted(claim(store, id));
    long after = redisMillis();

    Map<String, String> task = hash(Shards.TASKS.entry(id));
    assertThat(Long.parseLong(task.get("updatedAt"))).isBetween(before, after);
    assertThat(Long.parseLong(task.get("leaseUntil")))
        .isBetween(before + LEASE.toMillis(), after + LEASE.toMillis());
  }

  @Test
  void scriptsFlushed_stepsGoOn() {
    TaskStore store = store(TTL, LEASE, 1000);
    Lease lease = granted(claim(store, id));

    redis.send(Command.SCRIPT, "FLUSH");

    assertThat(store.complete(lease, Status.COMPLETED, "a", 1, result())).isTrue();
    assertThat(claim(store, id)).isInstanceOf(Claim.Done.class);
  }

  @Test
  void eachStep_isOneCommand() {
    TaskStore store = store(TTL, LEASE, 1000);
    complete(store, new TaskId("warm-up"));
    store.renew(new Lease(id, "none", LEASE, 0, 0, false), 0);
    long before = commandsProcessed();

    Lease lease = granted(claim(store, id));
    store.renew(lease, 0);
    store.complete(lease, Status.COMPLETED, "a", 1, result());

    assertThat(commandsProcessed() - before).as("three, and the INFO itself").isEqualTo(4);
  }

  @Test
  void forgottenTasks_leaveTheIndexesAtTheNextSweep() {
    RedisTaskStore store = store(SHORT, SHORT, 1000);
    complete(store, id);
    store.published(List.of(id));
    assertThat(store.stats().size()).isEqualTo(1);
    letPass(SHORT);

    store.sweep();

    assertThat(store.stats().size()).isZero();
    assertThat(store.stats().expirations()).isEqualTo(1);
    assertThat(keys()).isEmpty();
  }

  @Test
  void marker_staysUntilTheTtlOfItsTask() {
    TaskStore store = store(TTL, LEASE, 64);
    TaskId first = new TaskId("same-shard-0");
    complete(store, first);
    store.published(List.of(first));
    TaskId second = sameShardAs(first);
    complete(store, second);

    store.published(List.of(second));

    assertThat(claim(store, first)).isEqualTo(new Claim.Evicted(Status.COMPLETED));
    assertThat(hash(Shards.TASKS.entry(first)).keySet())
        .containsExactly("agentId", "attempts", "published", "status", "updatedAt", "v");
    assertThat(redis.send(Command.MEMORY, "USAGE", Shards.TASKS.entry(first)).toLong())
        .isLessThan(300);
    assertThat(redis.send(Command.PTTL, Shards.TASKS.entry(first)).toLong())
        .isBetween(TTL.minusMinutes(1).toMillis(), TTL.toMillis());
  }

  private static TaskId sameShardAs(TaskId first) {
    for (int i = 1; ; i++) {
      TaskId candidate = new TaskId("same-shard-" + i);
      if (Shards.TASKS.of(candidate) == Shards.TASKS.of(first)) {
        return candidate;
      }
    }
  }

  private static Map<String, String> hash(String key) {
    Map<String, String> fields = new TreeMap<>();
    Response all = redis.send(Command.HGETALL, key);
    for (String field : all.getKeys()) {
      fields.put(field, all.get(field).toString());
    }
    return fields;
  }

  private static List<String> keys() {
    return redis.send(Command.KEYS, "swarm:task*").stream().map(Response::toString).toList();
  }

  private static long redisMillis() {
    Response time = redis.send(Command.TIME);
    return time.get(0).toLong() * 1000 + time.get(1).toLong() / 1000;
  }

  /** Counts commands of clients; those inside a script are not counted here. */
  private static long commandsProcessed() {
    String info = redis.send(Command.INFO, "commandstats").toString();
    return info.lines()
        .filter(line -> line.startsWith("cmdstat_eval") || line.startsWith("cmdstat_info"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*:calls=(\\d+),.*", "$1")))
        .sum();
  }
}
