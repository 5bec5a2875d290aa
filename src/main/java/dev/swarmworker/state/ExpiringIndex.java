package dev.swarmworker.state;

import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Does what an entering script left to do in its shard, see {@link #settleAll}. */
  void settle(int shard, @Nullable Response reply) {
    settleAll(Map.of(shard, Replies.present(reply)));
  }

  /**
   * Does what entering scripts left to do, by shard: tells of expired keys, evicts what is too
   * many. Shards go side by side, so that a large batch costs few round trips.
   */
  void settleAll(Map<Integer, Response> replies) {
    Map<Integer, Response> rest = replies;
    while (!rest.isEmpty()) {
      rest.values().forEach(this::tellExpired);
      rest = evict(rest);
      rest.values().forEach(reply -> evictions.add(reply.get(2).toLong()));
    }
  }

  void looked(boolean found) {
    (found ? hits : misses).increment();
  }

  void onExpiry(Consumer<String> listener) {
    expiryListeners.add(listener);
  }

  long size() {
    List<Integer> all = IntStream.range(0, shards.count()).boxed().toList();
    return runAll(all, shard -> ScriptCall.of(SIZE, List.of(shards.expiries(shard))))
        .values()
        .stream()
        .mapToLong(Response::toLong)
        .sum();
  }

  MapStats stats() {
    return new MapStats(size(), hits.sum(), misses.sum(), evictions.sum(), expirations.sum());
  }

  void sweep() {
    List<Integer> all = IntStream.range(0, shards.count()).boxed().toList();
    settleAll(runAll(all, shard -> entering(SWEEP, shard, List.of())));
  }

  /** Runs a call for each of these shards, all at once. */
  Map<Integer, Response> runAll(Collection<Integer> some, IntFunction<ScriptCall> call) {
    List<Integer> order = List.copyOf(some);
    List<@Nullable Response> replies = commands.runAll(order.stream().map(call::apply).toList());
    Map<Integer, Response> byShard = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      byShard.put(order.get(i), Replies.present(replies.get(i)));
    }
    return byShard;
  }

  /**
   * Some keys of one shard, and how long they still last.
   *
   * @param next where to go on, or null at the end
   */
  record Keys(Map<String, Duration> remaining, @Nullable String next) {}

  Keys page(@Nullable String cursor, int limit) {
    PageCursor at = PageCursor.parse(cursor);
    Response reply =
        Replies.present(
            commands.run(
                ScriptCall.of(PAGE, List.of(shards.expiries(at.shard())), at.inShard(), limit)));
    PageCursor next = at.next(reply.get(0).toString(), shards.count());
    return new Keys(remaining(reply.get(1)), next == null ? null : next.toString());
  }

  /** Evicts what these replies name; answers the replies of the shards that named something. */
  private Map<Integer, Response> evict(Map<Integer, Response> settled) {
    List<Integer> full =
        settled.keySet().stream().filter(n -> Replies.at(settled, n).get(1).size() > 0).toList();
    return runAll(full, n -> evict(n, Replies.strings(Replies.at(settled, n).get(1))));
  }

  private ScriptCall evict(int shard, List<String> victims) {
    List<String> entries = victims.stream().map(shards::entry).toList();
    return entering(evict, shard, entries, victims.toArray());
  }

  private void tellExpired(Response settled) {
    List<String> expired = Replies.strings(settled.get(0));
    expirations.add(expired.size());
    expired.forEach(key -> expiryListeners.forEach(listener -> listener.accept(key)));
  }

  /** A scan may give a key twice. */
  private static Map<String, Duration> remaining(Response pairs) {
    Map<String, Duration> remaining = new LinkedHashMap<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      remaining.put(pairs.get(i).toString(), Duration.ofMillis(pairs.get(i + 1).toLong()));
    }
    return remaining;
  }
}
