package dev.swarmworker.intake;

import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far one partition is done, whose records end in any order: up to the first that is not. Keeps
 * the records under way alone, whatever stands behind them. Not thread-safe.
 */
final class Progress {

  private static final long NONE = -1;

  private final int generation;
  private final TreeMap<Long, Object> open = new TreeMap<>();
  private long end = NONE;
  private long committed = NONE;

  /**
   * @param generation of the group in which the partition was given to this consumer
   */
  Progress(int generation) {
    this.generation = generation;
  }

  /**
   * Whether a record is this consumer's: one that was read before the partition was given here is
   * another's by now, and comes again.
   *
   * @param readIn the group's generation when it was read
   */
  boolean covers(int readIn) {
    return readIn >= generation;
  }

  /**
   * A record was read.
   *
   * @param record itself, so that another one at its offset is not taken for it
   */
  void received(long offset, Object record) {
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
  void done(long offset, Object record) {
    if (open.get(offset) == record) {
      open.remove(offset);
    }
  }

  /** The offset behind the last record that was read; empty where none was. */
  OptionalLong end() {
    return end == NONE ? OptionalLong.empty() : OptionalLong.of(end);
  }

  /** The offset to be committed, that of the first record not done; empty where it stands. */
  OptionalLong due() {
    long next = open.isEmpty() ? end : open.firstKey();
    return next > committed ? OptionalLong.of(next) : OptionalLong.empty();
  }

  /** The broker has taken an offset. */
  void committed(long offset) {
    if (offset <= end) { // otherwise it is of the topic before this one
      committed = Math.max(committed, offset);
    }
  }
}
