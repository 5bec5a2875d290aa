package dev.swarmworker.monitor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest snapshots, up to a bound; the oldest makes place. Safe for many threads. */
public final class PerformanceHistory<T> {

  private final int capacity;
  private final Deque<T> snapshots = new ArrayDeque<>();

  /**
   * @param capacity snapshots kept, 1 or more
   */
  public PerformanceHistory(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, not " + capacity);
    }
    this.capacity = capacity;
  }

  /** Adds the newest snapshot. */
  public synchronized void add(T snapshot) {
    if (snapshots.size() == capacity) {
      snapshots.removeFirst();
    }
    snapshots.addLast(snapshot);
  }

  /** At most {@code limit} of the newest, oldest first. */
  public synchronized List<T> newest(int limit) {
    int skipped = Math.max(0, snapshots.size() - Math.max(0, limit));
    return snapshots.stream().skip(skipped).toList();
  }
}
