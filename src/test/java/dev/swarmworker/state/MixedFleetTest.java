package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.state.TtlMap.Retention;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The store's contract by two workers of two versions on one Redis: each step is another one's than
 * the step before. Here the former version begins.
 */
class MixedFleetTest extends TaskStoreContract {

  private static RedisFixture redis;
  private static Redis client;
  private static RedisCommands former;

  private final AtomicInteger steps = new AtomicInteger();

  @BeforeAll
  static void start() {
    redis = new RedisFixture();
    client = redis.client(redis.server.uri());
    former = redis.commands(OtherScripts.former().through(client));
  }

  @AfterAll
  static void stop() {
    former.close();
    client.close();
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.flush();
  }

  /** Which of the two takes the first step. */
  int first() {
    return 0;
  }

  @Override
  public TaskStore store(Duration ttl, Duration lease, int maxEntries) {
    StateConfig config = RedisFixture.config(ttl, lease, maxEntries);
    return inTurns(
        List.of(worker(former, config, "former"), worker(redis.commands, config, "new")));
  }

  private static TaskStore worker(RedisCommands commands, StateConfig config, String id) {
    return new RedisTaskStore(commands, config, id, () -> UUID.randomUUID().toString());
  }

  private TaskStore inTurns(List<TaskStore> workers) {
    return (TaskStore)
        Proxy.newProxyInstance(
            TaskStore.class.getClassLoader(),
            new Class<?>[] {TaskStore.class},
            (self, method, args) -> {
              if (method.getName().equals("stats")) {
                return workers.stream().map(TaskStore::stats).reduce(MixedFleetTest::both).get();
              }
              return step(workers.get((first() + steps.getAndIncrement()) % 2), method, args);
            });
  }

  private static Object step(TaskStore worker, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(worker, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The size is the fleet's, the rest each one's own. */
  private static MapStats both(MapStats one, MapStats other) {
    return new MapStats(
        other.size(),
        one.hits() + other.hits(),
        one.misses() + other.misses(),
        one.evictions() + other.evictions(),
        one.expirations() + other.expirations());
  }

  /** Redis' time cannot be set: waits until it has passed by Redis' own clock. */
  @Override
  public void letPass(Duration duration) {
    TtlMap clock = new RedisTtlMap(redis.commands, new Shards("clock", 1), duration, 10);
    clock.set("tick", new byte[0], Retention.KEPT);
    await().until(() -> !clock.has("tick"));
  }

  /** The former version counts none, and carries on what was counted. */
  @Override
  @Test
  public void ownersLostAfterTheAnswer_areCountedApart_eachOnce() {
    StateConfig config = RedisFixture.config(TTL, SHORT, 1000);
    TaskStore older = worker(former, config, "former");
    TaskStore newer = worker(redis.commands, config, "new");
    newer.keepAnswer(TaskStoreFixture.granted(TaskStoreFixture.claim(newer, id())), 1, new byte[1]);

    letPass(SHORT);
    assertThat(settlersLost(newer)).isEqualTo(1);
    letPass(SHORT);
    assertThat(settlersLost(older)).isZero();
    letPass(SHORT);
    assertThat(settlersLost(newer)).isEqualTo(2);
  }

  private int settlersLost(TaskStore worker) {
    return ((TaskStore.Claim.Granted) TaskStoreFixture.claim(worker, id())).settlersLost();
  }

  /** That the two are two: a later format is what the former version does not know. */
  @Test
  void formerScripts_areTheFormerOnes() {
    String key = Shards.TASKS.entry(id());
    redis.send(Command.HSET, key, "v", 2, "status", "queued");
    StateConfig config = RedisFixture.config(TTL, LEASE, 1000);

    assertThat(TaskStoreFixture.claim(worker(redis.commands, config, "new"), id()))
        .isEqualTo(new TaskStore.Claim.Newer("2"));
    assertThat(TaskStoreFixture.claim(worker(former, config, "former"), id()))
        .isInstanceOf(TaskStore.Claim.Granted.class);
  }
}
