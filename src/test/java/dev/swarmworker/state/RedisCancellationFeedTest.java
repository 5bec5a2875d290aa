package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.task.TaskId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisCancellationFeedTest {

  private final RedisFixture redis = new RedisFixture();
  private final CancellationFeed feed = new RedisCancellationFeed(redis.redis);
  private final TaskStore store = redis.tasks();
  private final Set<TaskId> heard = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    feed.close();
    redis.close();
  }

  @Test
  void cancelled_isHeardByEveryListener() {
    Set<TaskId> alsoHeard = ConcurrentHashMap.newKeySet();
    feed.subscribe(heard::add);
    feed.subscribe(alsoHeard::add);
    awaitSubscription();

    store.cancel(new TaskId("a"));
    store.cancel(new TaskId("b"));

    await().until(() -> heard.size() == 2 && alsoHeard.size() == 2);
    assertThat(heard).containsExactlyInAnyOrder(new TaskId("a"), new TaskId("b"));
  }

  @Test
  void noiseOnTheChannel_isIgnored() {
    feed.subscribe(heard::add);
    awaitSubscription();

    redis.send(Command.PUBLISH, RedisTaskStore.CANCELLATIONS, "no task id");
    store.cancel(new TaskId("a"));

    await().until(() -> !heard.isEmpty());
    assertThat(heard).containsExactly(new TaskId("a"));
  }

  @Test
  void redisRestarted_isHeardAgain() {
    feed.subscribe(heard::add);
    awaitSubscription();

    redis.server.restart();
    awaitSubscription();
    store.cancel(new TaskId("a"));

    await().until(() -> heard.contains(new TaskId("a")));
  }

  @Test
  void nothingCancelledForLong_staysSubscribed() {
    feed.subscribe(heard::add);
    awaitSubscription();

    await()
        .pollDelay(RedisFixture.SILENCE.plusSeconds(1))
        .untilAsserted(() -> assertThat(subscribers()).isEqualTo(1));
    store.cancel(new TaskId("a"));

    await().until(() -> heard.contains(new TaskId("a")));
  }

  private void awaitSubscription() {
    await().ignoreException(StateUnavailableException.class).until(() -> subscribers() == 1);
  }

  private int subscribers() {
    Response counts = redis.send(Command.PUBSUB, "NUMSUB", RedisTaskStore.CANCELLATIONS);
    return counts.get(RedisTaskStore.CANCELLATIONS) != null
        ? counts.get(RedisTaskStore.CANCELLATIONS).toInteger()
        : counts.get(1).toInteger();
  }
}
