package dev.swarmworker.state;

/**
 * Figures of a map with expiring entries.
 *
 * @param size entries held by the whole fleet
 * @param hits looks of this process that found something
 * @param misses looks of this process that found nothing
 * @param evictions entries that this process dropped to keep within the maximum
 * @param expirations ends of a TTL that this process was the first to see
 */
public record MapStats(long size, long hits, long misses, long evictions, long expirations) {

  /** Hits among all looks, 0 to 1; 0 before the first look. */
  public double hitRate() {
    long looks = hits + misses;
    return looks == 0 ? 0 : (double) hits / looks;
  }
}
