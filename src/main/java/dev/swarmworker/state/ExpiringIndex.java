package dev.swarmworker.state;

import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shards' indexes of what expires and what was used when, under the tasks and the TTL map
 * alike. Scripts enter keys; this evicts, sweeps, counts and pages. Safe for many threads.
 */
final class ExpiringIndex {

  private static final Script SIZE = Script.load("index-size");
  private static final Script SWEEP = Script.load("index-sweep");
  private static final Script PAGE = Script.load("index-page");

  private final RedisCommands commands;
  private final Shards shards;
  private final int maxPerShard;
  private final Script evict;
  private final List<Consumer<String>> expiryListeners = new CopyOnWriteArrayList<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder expirations = new LongAdder();

  /**
   * @param maxEntries over all shards; each has an equal part of it, at least one
   * @param evict drops the entries of its third key and on
   */
  ExpiringIndex(RedisCommands commands, Shards shards, int maxEntries, Script evict) {
    this.commands = commands;
    this.shards = shards;
    this.maxPerShard = Math.max(1, maxEntries / shards.count());
    this.evict = evict;
  }

  /**
   * A run of a script that enters keys into a shard's indexes: first the indexes and the maximum,
   * then the script's own keys and arguments. Give its reply to {@link #settle}.
   */
  ScriptCall entering(Script script, int shard, List<String> keys, Object... args) {
    List<String> allKeys = new ArrayList<>(keys.size() + 2);
    allKeys.add(shards.expiries(shard));
    allKeys.add(shards.uses(shard));
    allKeys.addAll(keys);
    List<Object> allArgs = new ArrayList<>(args.length + 1);
    allArgs.add(maxPerShard);
    allArgs.addAll(List.of(args));
    return ScriptCall.of(script, allKeys, allArgs.toArray());
  }

  /** Does what an entering script left to do: tells of expired keys, evicts what is too many. */
  void settle(int shard, @Nullable Response reply) {
    Response rest = Replies.present(reply);
    tellExpired(rest);
    while (rest.get(1).size() > 0) {
      rest = evict(shard, Replies.strings(rest.get(1)));
      tellExpired(rest);
      evictions.add(rest.get(2).toLong());
    }
  }

  void looked(boolean found) {
    (found ? hits : misses).increment();
  }

  void onExpiry(Consumer<String> listener) {
    expiryListeners.add(listener);
  }

  long size() {
    return commands
        .runAll(forEachShard(n -> ScriptCall.of(SIZE, List.of(shards.expiries(n)))))
        .stream()
        .mapToLong(reply -> Replies.present(reply).toLong())
        .sum();
  }

  MapStats stats() {
    return new MapStats(size(), hits.sum(), misses.sum(), evictions.sum(), expirations.sum());
  }

  void sweep() {
    List<@Nullable Response> replies =
        commands.runAll(forEachShard(n -> entering(SWEEP, n, List.of())));
    for (int shard = 0; shard < shards.count(); shard++) {
      settle(shard, replies.get(shard));
    }
  }

  TtlMap.Page page(@Nullable String cursor, int limit) {
    PageCursor at = PageCursor.parse(cursor);
    Response reply =
        Replies.present(
            commands.run(
                ScriptCall.of(PAGE, List.of(shards.expiries(at.shard())), at.inShard(), limit)));
    PageCursor next = at.next(reply.get(0).toString(), shards.count());
    return new TtlMap.Page(entries(reply.get(1)), next == null ? null : next.toString());
  }

  private Response evict(int shard, List<String> victims) {
    List<String> entries = victims.stream().map(shards::entry).toList();
    return Replies.present(commands.run(entering(evict, shard, entries, victims.toArray())));
  }

  private void tellExpired(Response settled) {
    List<String> expired = Replies.strings(settled.get(0));
    expirations.add(expired.size());
    expired.forEach(key -> expiryListeners.forEach(listener -> listener.accept(key)));
  }

  private List<ScriptCall> forEachShard(IntFunction<ScriptCall> call) {
    return IntStream.range(0, shards.count()).mapToObj(call).toList();
  }

  private static List<TtlMap.Entry> entries(Response pairs) {
    return IntStream.range(0, pairs.size() / 2)
        .mapToObj(
            i ->
                new TtlMap.Entry(
                    pairs.get(2 * i).toString(), Duration.ofMillis(pairs.get(2 * i + 1).toLong())))
        .toList();
  }
}
