package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.state.ResultCache.Lookup;
import dev.swarmworker.state.TtlMap.Retention;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisResultCacheTest extends ResultCacheContract {

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
  ResultCache cache(Duration ttl, Duration lease, int maxEntries) {
    RedisTtlMap answers = new RedisTtlMap(redis.commands, Shards.CACHE, ttl, maxEntries);
    return new RedisResultCache(
        redis.commands, Shards.CACHE, answers, lease, () -> UUID.randomUUID().toString());
  }

  /** Redis' time cannot be set: waits until it has passed by Redis' own clock. */
  @Override
  void letPass(Duration duration) {
    TtlMap clock = new RedisTtlMap(redis.commands, new Shards("clock", 1), duration, 10);
    clock.set("tick", new byte[0], Retention.KEPT);
    await().until(() -> !clock.has("tick"));
  }

  @Test
  void anotherWorker_seesTheSame() {
    ResultCache one = cache(LONG, LONG, 10);
    ResultCache other = cache(LONG, LONG, 10);
    mine(look(one, "key")).put(ANSWER);

    assertThat(look(other, "key")).isInstanceOf(Lookup.Hit.class);
    assertThat(other.stats()).isEqualTo(new MapStats(1, 1, 0, 0, 0));
  }

  @Test
  void switchedOff_everyLookIsMine() {
    ResultCache off = new NoResultCache();
    mine(look(off, "key")).put(ANSWER);

    assertThat(look(off, "key")).isInstanceOf(Lookup.Mine.class);
    assertThat(off.stats().size()).isZero();
  }
}
