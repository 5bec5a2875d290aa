package dev.swarmworker.state;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A {@link TtlMap} in Redis: a string for each entry, expired by Redis itself, and an index. */
final class RedisTtlMap implements TtlMap {

  private static final Script SET = Script.load("map-set");
  private static final Script GET = Script.load("map-get");
  private static final Script SIZES = Script.load("map-sizes");
  private static final Script TOUCH = Script.load("map-touch");
  private static final Script DELETE = Script.load("map-delete");
  private static final Script EVICT = Script.load("map-evict");

  private final RedisCommands commands;
  private final Shards shards;
  private final Duration ttl;
  private final ExpiringIndex index;

  RedisTtlMap(RedisCommands commands, Shards shards, Duration ttl, int maxEntries) {
    this.commands = commands;
    this.shards = shards;
    this.ttl = ttl;
    this.index = new ExpiringIndex(commands, shards, maxEntries, EVICT);
  }

  @Override
  public void set(String key, byte[] value, Retention retention) {
    List<String> entry = List.of(shards.entry(key));
    put(key, SET, entry, key, value, ttl.toMillis(), isEvictable(retention));
  }

  private static int isEvictable(Retention retention) {
    return switch (retention) {
      case KEPT -> 0;
      case EVICTABLE -> 1;
    };
  }

  /**
   * Puts an evictable entry by a script that does more beside.
   *
   * @param other the script's own key
   * @param argument the script's own
   */
  void putBy(Script script, String key, byte[] value, String other, String argument) {
    int evictable = isEvictable(Retention.EVICTABLE);
    List<String> keys = List.of(shards.entry(key), other);
    put(key, script, keys, key, value, ttl.toMillis(), evictable, argument);
  }

  private void put(String key, Script script, List<String> keys, Object... args) {
    int shard = shards.of(key);
    index.settle(shard, commands.run(index.entering(script, shard, keys, args)));
  }

  @Override
  public Optional<byte[]> get(String key) {
    List<String> keys = List.of(shards.entry(key), shards.uses(shards.of(key)));
    byte @Nullable [] value = Replies.bytes(commands.run(ScriptCall.of(GET, keys, key)));
    looked(value != null);
    return Optional.ofNullable(value);
  }

  @Override
  public boolean has(String key) {
    return Replies.isOne(plain(Command.EXISTS, key));
  }

  @Override
  public boolean delete(String key) {
    return Replies.isOne(commands.run(ScriptCall.of(DELETE, indexedKeys(key), key)));
  }

  @Override
  public boolean touch(String key) {
    ScriptCall call = ScriptCall.of(TOUCH, indexedKeys(key), key, ttl.toMillis());
    return Replies.isOne(commands.run(call));
  }

  private List<String> indexedKeys(String key) {
    int shard = shards.of(key);
    return List.of(shards.expiries(shard), shards.uses(shard), shards.entry(key));
  }

  @Override
  public Optional<Duration> remainingTtl(String key) {
    long millis = Replies.present(plain(Command.PTTL, key)).toLong();
    return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  @Override
  public long size() {
    return index.size();
  }

  @Override
  public Page entries(@Nullable String cursor, int limit) {
    ExpiringIndex.Keys keys = index.page(cursor, limit);
    return new Page(entries(keys.remaining()), keys.next());
  }

  /** Those of these keys that are still there; all of one shard. */
  private List<Entry> entries(Map<String, Duration> remaining) {
    if (remaining.isEmpty()) {
      return List.of();
    }
    List<String> keys = List.copyOf(remaining.keySet());
    List<String> entries = keys.stream().map(shards::entry).toList();
    Response sizes = Replies.present(commands.run(ScriptCall.of(SIZES, entries)));
    return IntStream.range(0, keys.size())
        .filter(i -> sizes.get(i).toLong() >= 0)
        .mapToObj(
            i ->
                new Entry(
                    keys.get(i),
                    sizes.get(i).toLong(),
                    Objects.requireNonNull(remaining.get(keys.get(i)))))
        .toList();
  }

  @Override
  public MapStats stats() {
    return index.stats();
  }

  @Override
  public void sweep() {
    index.sweep();
  }

  @Override
  public void onExpiry(Consumer<String> listener) {
    index.onExpiry(listener);
  }

  /** Counts a look that another script made into this map. */
  void looked(boolean found) {
    index.looked(found);
  }

  private @Nullable Response plain(Command command, String key) {
    String entry = shards.entry(key);
    return commands.send(Request.cmd(command).arg(entry));
  }
}
