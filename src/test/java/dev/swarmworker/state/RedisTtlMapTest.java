package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.state.TtlMap.Retention;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisTtlMapTest extends TtlMapContract {

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
  TtlMap map(Duration ttl, int maxEntries) {
    return new RedisTtlMap(redis.commands, Shards.CACHE, ttl, maxEntries);
  }

  /** Redis' time cannot be set: waits until it has passed by Redis' own clock. */
  @Override
  void letPass(Duration duration) {
    TtlMap clock = new RedisTtlMap(redis.commands, new Shards("clock", 1), duration, 10);
    clock.set("tick", new byte[0], Retention.KEPT);
    await().until(() -> !clock.has("tick"));
  }

  @Test
  void manyShards_holdAtMostTheirMaximum() {
    // Given
    TtlMap map = new RedisTtlMap(redis.commands, new Shards("many", 8), LONG, 80);
    // When
    List<String> keys = IntStream.range(0, 500).mapToObj(i -> "key-" + i).toList();
    keys.forEach(key -> map.set(key, bytes(key), Retention.EVICTABLE));
    // Then
    assertThat(map.size()).isBetween(70L, 80L);
    assertThat(keysOf(map)).hasSize((int) map.size()).contains("key-499");
    assertThat(map.stats().evictions()).isEqualTo(500 - map.size());
  }

  @Test
  void maximumLowered_shrinksAtTheNextSweep() {
    // Given
    TtlMap large = map(LONG, 1000);
    IntStream.range(0, 500).forEach(i -> large.set("k" + i, bytes("v"), Retention.EVICTABLE));
    // When
    map(LONG, 10).sweep();
    // Then
    assertThat(keysOf(large)).hasSize(10).contains("k499", "k490");
  }
}
