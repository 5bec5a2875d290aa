package dev.swarmworker.state;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link TtlMap} in the heap: an insertion-ordered map, least recently used first. */
public final class InMemoryTtlMap implements TtlMap {

  /** Stands before the last key of a page: the next one begins behind it, whatever has changed. */
  private static final String CURSOR = "behind-";

  private final Map<String, Held> entries = new LinkedHashMap<>();
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private final InstantSource time;
  private final Duration ttl;
  private final int maxEntries;
  private long hits;
  private long misses;
  private long evictions;
  private long expirations;

  public InMemoryTtlMap(InstantSource time, Duration ttl, int maxEntries) {
    this.time = time;
    this.ttl = ttl;
    this.maxEntries = maxEntries;
  }

  @Override
  public synchronized void set(String key, byte[] value, Retention retention) {
    sweep();
    entries.remove(key);
    entries.put(key, new Held(value.clone(), retention, expiry()));
    Iterator<Held> leastRecentlyUsed = entries.values().iterator();
    while (entries.size() > maxEntries && leastRecentlyUsed.hasNext()) {
      if (leastRecentlyUsed.next().retention == Retention.EVICTABLE) {
        leastRecentlyUsed.remove();
        evictions++;
      }
    }
  }

  @Override
  public synchronized Optional<byte[]> get(String key) {
    Held held = used(key);
    if (held == null) {
      misses++;
      return Optional.empty();
    }
    hits++;
    return Optional.of(held.value.clone());
  }

  @Override
  public synchronized boolean has(String key) {
    return live(key) != null;
  }

  @Override
  public synchronized boolean delete(String key) {
    return live(key) != null && entries.remove(key) != null;
  }

  @Override
  public synchronized boolean touch(String key) {
    Held held = used(key);
    if (held == null) {
      return false;
    }
    entries.put(key, new Held(held.value, held.retention, expiry()));
    return true;
  }

  @Override
  public synchronized Optional<Duration> remainingTtl(String key) {
    return Optional.ofNullable(live(key)).map(this::remaining);
  }

  @Override
  public synchronized long size() {
    return entries.values().stream().filter(this::isLive).count();
  }

  @Override
  public synchronized Page entries(@Nullable String cursor, int limit) {
    if (cursor != null && !cursor.startsWith(CURSOR)) {
      throw new IllegalArgumentException("not a cursor");
    }
    String last = cursor == null ? "" : cursor.substring(CURSOR.length());
    List<Entry> behind =
        new TreeMap<>(entries)
            .tailMap(last, cursor == null).entrySet().stream()
                .filter(e -> isLive(e.getValue()))
                .map(e -> new Entry(e.getKey(), e.getValue().value.length, remaining(e.getValue())))
                .toList();
    List<Entry> page = behind.subList(0, Math.min(limit, behind.size()));
    return new Page(page, page.size() == behind.size() ? null : CURSOR + page.getLast().key());
  }

  @Override
  public synchronized MapStats stats() {
    return new MapStats(size(), hits, misses, evictions, expirations);
  }

  @Override
  public synchronized void sweep() {
    List<String> expired =
        entries.entrySet().stream()
            .filter(e -> !isLive(e.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    expired.forEach(entries::remove);
    expirations += expired.size();
    expired.forEach(key -> listeners.forEach(listener -> listener.accept(key)));
  }

  @Override
  public synchronized void onExpiry(Consumer<String> listener) {
    listeners.add(listener);
  }

  private @Nullable Held live(String key) {
    Held held = entries.get(key);
    return held != null && isLive(held) ? held : null;
  }

  private @Nullable Held used(String key) {
    Held held = live(key);
    if (held != null) {
      entries.remove(key);
      entries.put(key, held);
    }
    return held;
  }

  private boolean isLive(Held held) {
    return time.instant().isBefore(held.expires);
  }

  private Duration remaining(Held held) {
    return Duration.between(time.instant(), held.expires);
  }

  private Instant expiry() {
    return time.instant().plus(ttl);
  }

  private record Held(byte[] value, Retention retention, Instant expires) {}
}
