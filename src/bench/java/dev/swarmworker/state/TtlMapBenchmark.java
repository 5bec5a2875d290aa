package dev.swarmworker.state;

import dev.swarmworker.Measured;
import dev.swarmworker.state.TtlMap.Retention;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Operations of the TTL map, each a round trip to a Redis on this machine. The processor's time is
 * the worker's; that of Redis is in the time by the clock only.
 */
public class TtlMapBenchmark extends Measured {

  private static final byte[] VALUE = "v".repeat(1024).getBytes(StandardCharsets.UTF_8);

  /** In the map from the start. Its maximum is 10 more, so that each new key evicts one. */
  @Param({"10", "100000"})
  int entries;

  private RedisFixture redis;
  private TtlMap map;
  private long turn;

  @Setup
  public void fill() {
    redis = new RedisFixture();
    map = new RedisTtlMap(redis.commands, Shards.CACHE, RedisFixture.TTL, entries + 10);
    for (int i = 0; i < entries; i++) {
      map.set("kept-" + i, VALUE, Retention.KEPT);
    }
  }

  @TearDown
  public void stop() {
    redis.close();
  }

  @Benchmark
  public void set() {
    map.set("new-" + turn++, VALUE, Retention.EVICTABLE);
  }

  @Benchmark
  public Optional<byte[]> get() {
    return map.get(next());
  }

  private String next() {
    return "kept-" + turn++ % entries;
  }
}
