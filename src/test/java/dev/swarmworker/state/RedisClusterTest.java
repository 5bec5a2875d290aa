package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.EmbeddedRedis;
import dev.swarmworker.state.ResultCache.Lookup;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.state.TaskStore.Renewal;
import dev.swarmworker.state.TtlMap.Retention;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three nodes, each with a third of the slots: a script whose keys lie apart is refused there. */
class RedisClusterTest {

  private static final int SLOTS = 16_384;
  private static final int NODES = 3;
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final byte[] BYTES = {1, 2, 3};

  private static final Vertx vertx = Vertx.vertx();
  private static List<EmbeddedRedis> nodes;
  private static Redis redis;
  private static RedisCommands commands;

  @BeforeAll
  static void start() {
    nodes =
        Stream.generate(() -> EmbeddedRedis.start("--cluster-enabled", "yes"))
            .limit(NODES)
            .toList();
    for (int i = 0; i < NODES; i++) {
      Request slots = Request.cmd(Command.CLUSTER).arg("ADDSLOTS");
      IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES).forEach(slots::arg);
      ask(nodes.get(i), slots);
      Request meet = Request.cmd(Command.CLUSTER).arg("MEET").arg("127.0.0.1");
      ask(nodes.get(i), meet.arg(nodes.getFirst().port()));
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> nodes.stream().allMatch(n -> isReady(n)));
    RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER);
    nodes.forEach(node -> options.addConnectionString(node.uri()));
    redis = Redis.createClient(vertx, options);
    commands = new RedisCommands(redis, vertx.getOrCreateContext(), Duration.ofSeconds(5));
  }

  @AfterAll
  static void stop() {
    commands.close();
    redis.close();
    nodes.forEach(EmbeddedRedis::close);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void tasksOfAllShards_liveTheirWholeLife() {
    TaskStore store = store(64);
    List<TaskId> ids = IntStream.range(0, 300).mapToObj(i -> new TaskId("task-" + i)).toList();

    store.noteQueued(ids);
    for (TaskId id : ids) {
      Lease lease = TaskStoreFixture.granted(TaskStoreFixture.claim(store, id));
      assertThat(store.progress(lease, Status.RUNNING, "a", 1)).isEqualTo(Renewal.KEPT);
      store.release(lease, 1, false);
      Lease second = TaskStoreFixture.granted(TaskStoreFixture.claim(store, id));
      store.cancel(id);
      assertThat(store.renew(second, 0)).isEqualTo(Renewal.CANCEL_REQUESTED);
      assertThat(store.complete(second, Status.COMPLETED, "a", 1, BYTES)).isTrue();
      assertThat(store.reject(id, new byte[0]).map(Claim.Done::result)).contains(BYTES);
    }
    store.published(ids);

    assertThat(store.stats().size()).isBetween(50L, 64L);
    assertThat(ids)
        .allSatisfy(
            id ->
                assertThat(TaskStoreFixture.claim(store, id))
                    .isInstanceOfAny(Claim.Done.class, Claim.Evicted.class));
    assertThat(store.find(ids.getFirst()).orElseThrow().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void mapOfManyShards_holdsItsMaximum() {
    TtlMap map = new RedisTtlMap(commands, new Shards("many", 16), TTL, 160);
    IntStream.range(0, 400).forEach(i -> map.set("k" + i, BYTES, Retention.EVICTABLE));

    assertThat(map.size()).isBetween(140L, 160L);
    assertThat(map.get("k399")).contains(BYTES);
    assertThat(map.touch("k399")).isTrue();
    assertThat(map.has("k399")).isTrue();
    assertThat(map.remainingTtl("k399")).isPresent();
    assertThat(map.delete("k399")).isTrue();
    map.sweep();
    assertThat(TtlMapContract.keysOf(map)).hasSize((int) map.size());
  }

  @Test
  void cache_letsOneMakeTheCall() {
    RedisTtlMap answers = new RedisTtlMap(commands, Shards.CACHE, TTL, 10);
    ResultCache cache =
        new RedisResultCache(
            commands, Shards.CACHE, answers, TTL, () -> UUID.randomUUID().toString());

    ResultCache.CacheToken token = ResultCacheContract.mine(ResultCacheContract.look(cache, "key"));
    assertThat(token.renew()).isTrue();
    assertThat(ResultCacheContract.look(cache, "key")).isInstanceOf(Lookup.InFlight.class);
    token.put(BYTES);
    assertThat(ResultCacheContract.look(cache, "key")).isInstanceOf(Lookup.Hit.class);
  }

  @Test
  void cancellation_isHeardFromEveryNode() {
    Set<TaskId> heard = ConcurrentHashMap.newKeySet();
    TaskStore store = store(1000);
    List<TaskId> ids = IntStream.range(0, 20).mapToObj(i -> new TaskId("c" + i)).toList();
    try (CancellationFeed feed = new RedisCancellationFeed(redis)) {
      feed.subscribe(heard::add);

      await()
          .until(
              () -> {
                ids.forEach(store::cancel);
                return heard.containsAll(ids);
              });
    }
  }

  private static TaskStore store(int maxEntries) {
    StateConfig config = RedisFixture.config(TTL, Duration.ofMinutes(1), maxEntries);
    return new RedisTaskStore(commands, config, "worker", () -> UUID.randomUUID().toString());
  }

  private static boolean isReady(EmbeddedRedis node) {
    String info = ask(node, Request.cmd(Command.CLUSTER).arg("INFO")).toString();
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
  }

  private static Response ask(EmbeddedRedis node, Request request) {
    Redis direct = Redis.createClient(vertx, node.uri());
    try {
      return direct.send(request).toCompletionStage().toCompletableFuture().join();
    } finally {
      direct.close();
    }
  }
}
