package dev.swarmworker.intake;

import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far one partition is done while it is this worker's, whose records end in any order: up to
 * the first that is not. Keeps the records under way alone, whatever stands behind them. A
 * partition that is given to this worker again has another. Thread-safe.
 */
final class Progress {

  private static final long NONE = -1;

  private final TreeMap<Long, Object> open = new TreeMap<>();
  private long end = NONE;
  private long committed = NONE;
  private volatile boolean ended;

  /** The partition is this worker's no more, and its records come again elsewhere. */
  void end() {
    ended = true;
  }

  /** Whether the partition is still this worker's. */
  boolean isCurrent() {
    return !ended;
  }

  /**
   * A record was read.
   *
   * @param record itself, so that another one at its offset is not taken for it
   */
  synchronized void received(long offset, Object record) {
    if (offset < end) {
      open.clear(); // the topic has begun anew, and what was under way is of the old one
      committed = NONE;
    }
    if (committed == NONE) {
      committed = offset;
    }
    end = offset + 1;
    open.put(offset, record);
  }

  /** A record is done. */
  synchronized void done(long offset, Object record) {
    if (open.get(offset) == record) {
      open.remove(offset);
    }
  }

  /** The offset behind the last record that was read; empty where none was. */
  synchronized OptionalLong next() {
    return end == NONE ? OptionalLong.empty() : OptionalLong.of(end);
  }

  /** The offset to be committed, that of the first record not done; empty where it stands. */
  synchronized OptionalLong due() {
    long next = open.isEmpty() ? end : open.firstKey();
    return next > committed ? OptionalLong.of(next) : OptionalLong.empty();
  }

  /** The broker has taken an offset. */
  synchronized void committed(long offset) {
    if (offset <= end) { // otherwise it is of the topic before this one
      committed = Math.max(committed, offset);
    }
  }
}
