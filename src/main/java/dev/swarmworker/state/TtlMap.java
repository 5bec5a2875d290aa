package dev.swarmworker.state;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes under a key for a limited time, shared by the fleet and bounded in number.
 *
 * <p>An entry ends with its TTL. Where there are more than the maximum, the least recently used of
 * the {@link Retention#EVICTABLE} ones go first; the others are never dropped before their TTL,
 * even if that leaves more than the maximum. Each step is atomic, safe for many threads, and costs
 * the same at a million entries as at ten.
 *
 * <p>Every method throws {@link StateUnavailableException} where the map cannot be reached.
 */
public interface TtlMap {

  /** Puts or replaces an entry, for the map's whole TTL. */
  void set(String key, byte[] value, Retention retention);

  /** The value, which thereby is the most recently used. Counts as hit or miss. */
  Optional<byte[]> get(String key);

  /** Whether there is such an entry. Neither a use nor counted. */
  boolean has(String key);

  /**
   * Removes an entry; that is neither an eviction nor an expiration.
   *
   * @return whether there was one
   */
  boolean delete(String key);

  /**
   * Gives an entry its whole TTL again and makes it the most recently used. Not counted as a look.
   *
   * @return whether there is one
   */
  boolean touch(String key);

  /** How long an entry still lasts. */
  Optional<Duration> remainingTtl(String key);

  /** How many entries there are. */
  long size();

  /**
   * Some of the entries, in no order. Going on until there is no {@link Page#next} gives each entry
   * that was there all the time at least once.
   *
   * @param cursor where the last page ended, or null to begin
   * @param limit about how many entries to give, 1 or more
   * @throws IllegalArgumentException if that is no cursor of this map
   */
  Page entries(@Nullable String cursor, int limit);

  /** Figures so far. */
  MapStats stats();

  /**
   * Looks for entries whose TTL has ended, and tells {@link #onExpiry} of each. Other steps do it
   * in passing; call this from time to time for the keys that nobody asks about.
   */
  void sweep();

  /**
   * Asks to be told the key of each expired entry that this process is the first to see; another
   * process is told of the others. Called on the thread whose step saw it, after that step.
   */
  void onExpiry(Consumer<String> listener);

  /** Whether an entry may go before its TTL. */
  enum Retention {
    KEPT,
    EVICTABLE
  }

  /**
   * What there is to say of an entry.
   *
   * @param bytes of its value
   * @param remainingTtl how long it still lasts
   */
  record Entry(String key, long bytes, Duration remainingTtl) {}

  /**
   * Some entries.
   *
   * @param next where to go on, or null at the end
   */
  record Page(List<Entry> entries, @Nullable String next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }
}
