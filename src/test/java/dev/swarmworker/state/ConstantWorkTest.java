package dev.swarmworker.state;

import static dev.swarmworker.state.TtlMapContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.TtlMap.Retention;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each step has Redis do, by Redis' own count, with few entries and with a million. */
class ConstantWorkTest {

  private static final int FEW = 200;
  private static final int MANY = 1_000_000;
  private static final int AT_ONCE = 10_000;
  private static final Duration TTL = Duration.ofHours(1);

  /** Beside the steps: what is asked about them, and what connections say by themselves. */
  private static final Set<String> OURS = Set.of("info", "ping", "config", "hello", "client");

  private static final Pattern STAT = Pattern.compile("cmdstat_(.+):calls=(\\d+),.*");

  /** Enters keys as a script of the map's does. */
  private static final String FILL =
      """
      local now = redis.call('TIME')[1] * 1000
      for i = ARGV[1], ARGV[2] do
        redis.call('SET', KEYS[3] .. i, 'value', 'PX', ARGV[3])
        redis.call('ZADD', KEYS[1], now + ARGV[3], 'k-' .. i)
        redis.call('ZADD', KEYS[2], now * 1000 + i - ARGV[4], 'k-' .. i)
      end
      """;

  private static RedisFixture redis;

  @BeforeAll
  static void start() {
    redis = new RedisFixture();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void everyStep_isTheSameWorkAmongAMillionEntriesAsAmongFew() {
    Map<String, Map<String, Long>> few = workAmong(FEW);
    Map<String, Map<String, Long>> many = workAmong(MANY);

    assertThat(few.get("set, one too many")).containsEntry("del", 1L);
    assertThat(few.get("page").values().stream().mapToLong(n -> n).sum()).isLessThan(100);
    assertThat(many.get("page").values().stream().mapToLong(n -> n).sum()).isLessThan(100);
    few.remove("page"); // a scan gives about as many as it is asked for
    many.remove("page");
    assertThat(many).isEqualTo(few);
  }

  @Test
  void thoseWhoAddAtOnce_haveEachEntryEvictedOnce() {
    int adders = 200;
    int each = 10;
    long added = (long) adders * each;
    RedisTtlMap map = filled(FEW);

    Map<String, Long> work = work(() -> addAtOnce(map, adders, each));

    assertThat(map.size()).isEqualTo(FEW);
    assertThat(map.stats().evictions()).isEqualTo(added);
    assertThat(work).containsEntry("del", added);
    // Out of two indexes, and one look whether they are
    assertThat(work.get("zrem")).isLessThanOrEqualTo(3 * added);
  }

  private static void addAtOnce(RedisTtlMap map, int adders, int each) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int adder = 0; adder < adders; adder++) {
        String prefix = "added-" + adder + "-";
        threads.execute(
            () ->
                IntStream.range(0, each)
                    .forEach(i -> map.set(prefix + i, bytes("v"), Retention.EVICTABLE)));
      }
    }
  }

  private static Map<String, Map<String, Long>> workAmong(int entries) {
    RedisTtlMap map = filled(entries);
    ResultCache cache =
        new RedisResultCache(redis.commands, Shards.CACHE, map, TTL, () -> "a token");
    Map<String, Runnable> steps = new LinkedHashMap<>();
    steps.put("set, one too many", () -> map.set("new-1", bytes("v"), Retention.EVICTABLE));
    steps.put("set again", () -> map.set("new-1", bytes("w"), Retention.EVICTABLE));
    steps.put("lookup, hit", () -> cache.lookup("k-100", "t"));
    steps.put("lookup, miss", () -> cache.lookup("none", "t"));
    steps.put("get", () -> map.get("k-100"));
    steps.put("touch", () -> map.touch("k-100"));
    steps.put("has", () -> map.has("k-100"));
    steps.put("remaining TTL", () -> map.remainingTtl("k-100"));
    steps.put("page", () -> map.entries(null, 10));
    steps.put("size", map::size);
    steps.put("sweep", map::sweep);
    steps.put("delete", () -> map.delete("k-100"));
    Map<String, Map<String, Long>> work = new HashMap<>();
    steps.forEach((name, step) -> work.put(name, work(step)));
    assertThat(map.size()).isEqualTo(entries - 1);
    return work;
  }

  /** A map with its maximum of entries, each used once, whose scripts Redis knows. */
  private static RedisTtlMap filled(int entries) {
    redis.flush();
    RedisTtlMap map = new RedisTtlMap(redis.commands, Shards.CACHE, TTL, entries);
    RedisTtlMap ofOne = new RedisTtlMap(redis.commands, Shards.CACHE, TTL, 1);
    ofOne.set("evicted", bytes("v"), Retention.EVICTABLE);
    ofOne.set("first", bytes("v"), Retention.EVICTABLE);
    map.get("first");
    map.touch("first");
    map.entries(null, 10);
    map.sweep();
    map.delete("first");
    new RedisResultCache(redis.commands, Shards.CACHE, map, TTL, () -> "t").lookup("first", "t");
    redis.flush();
    for (int from = 0; from < entries; from += AT_ONCE) {
      redis.send(
          Command.EVAL,
          FILL,
          3,
          Shards.CACHE.expiries(0),
          Shards.CACHE.uses(0),
          Shards.CACHE.entry("k-"),
          from,
          Math.min(from + AT_ONCE, entries) - 1,
          TTL.toMillis(),
          MANY);
    }
    assertThat(map.size()).isEqualTo(entries);
    return map;
  }

  private static Map<String, Long> work(Runnable step) {
    Map<String, Long> before = calls();
    step.run();
    Map<String, Long> work = calls();
    before.forEach((command, calls) -> work.merge(command, -calls, Long::sum));
    work.values().removeIf(calls -> calls == 0);
    return work;
  }

  private static Map<String, Long> calls() {
    Map<String, Long> calls = new HashMap<>();
    for (String line : redis.send(Command.INFO, "commandstats").toString().lines().toList()) {
      Matcher stat = STAT.matcher(line);
      if (stat.matches() && OURS.stream().noneMatch(stat.group(1)::startsWith)) {
        calls.put(stat.group(1), Long.parseLong(stat.group(2)));
      }
    }
    return calls;
  }
}
