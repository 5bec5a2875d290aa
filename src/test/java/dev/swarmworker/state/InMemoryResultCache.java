package dev.swarmworker.state;

import dev.swarmworker.state.TtlMap.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A {@link ResultCache} in the heap, for the unit tests of those who use one. */
public final class InMemoryResultCache implements ResultCache {

  private final InstantSource time;
  private final Duration lease;
  private final InMemoryTtlMap answers;
  private final Map<String, Token> calls = new HashMap<>();
  private long tokens;
  private long hits;
  private long misses;

  public InMemoryResultCache(InstantSource time, Duration ttl, Duration lease, int maxEntries) {
    this.time = time;
    this.lease = lease;
    this.answers = new InMemoryTtlMap(time, ttl, maxEntries);
  }

  @Override
  public synchronized Lookup lookup(String key, String token) {
    Optional<byte[]> answer = answers.get(key);
    if (answer.isPresent()) {
      hits++;
      return new Lookup.Hit(answer.get());
    }
    Token current = calls.get(key);
    if (current != null && current.name.equals(token)) {
      current.until = time.instant().plus(lease);
      return new Lookup.Mine(current);
    }
    if (current != null && current.lasts()) {
      return new Lookup.InFlight(Duration.between(time.instant(), current.until));
    }
    misses++;
    Token fresh = new Token(key, token);
    calls.put(key, fresh);
    return new Lookup.Mine(fresh);
  }

  @Override
  public synchronized String newToken() {
    return "token-" + ++tokens;
  }

  @Override
  public synchronized MapStats stats() {
    MapStats of = answers.stats();
    return new MapStats(of.size(), hits, misses, of.evictions(), of.expirations());
  }

  private final class Token implements CacheToken {
    private final String key;
    private final String name;
    private Instant until = time.instant().plus(lease);

    Token(String key, String name) {
      this.key = key;
      this.name = name;
    }

    @Override
    public void put(byte[] value) {
      synchronized (InMemoryResultCache.this) {
        answers.set(key, value, Retention.EVICTABLE);
        abandon();
      }
    }

    @Override
    public boolean renew() {
      synchronized (InMemoryResultCache.this) {
        if (calls.get(key) != this || !lasts()) {
          return false;
        }
        until = time.instant().plus(lease);
        return true;
      }
    }

    @Override
    public void abandon() {
      synchronized (InMemoryResultCache.this) {
        calls.remove(key, this);
      }
    }

    boolean lasts() {
      return time.instant().isBefore(until);
    }
  }
}
