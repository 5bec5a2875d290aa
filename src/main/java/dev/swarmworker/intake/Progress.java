package dev.swarmworker.intake;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How far one partition is done, whose records end in any order: up to the first that is not. Keeps
 * the offsets of those alone that are under way. Not thread-safe.
 */
final class Progress {

  private static final long NONE = -1;

  private final int generation;
  private final TreeSet<Long> open = new TreeSet<>();
  private long end = NONE;
  private long committed = NONE;

  /**
   * @param generation of the group in which the partition was given to this consumer
   */
  Progress(int generation) {
    this.generation = generation;
  }

  /**
   * A record was read. One that was read before the partition was given here is another's by now,
   * and comes again: it does not count.
   *
   * @param readIn the group's generation at that time
   */
  void received(long offset, int readIn) {
    if (readIn < generation) {
      return;
    }
    if (offset < end) {
      open.clear(); // the topic has begun anew, and what was under way is of the old one
      committed = NONE;
    }
    if (committed == NONE) {
      committed = offset;
    }
    end = offset + 1;
    open.add(offset);
  }

  /** A record is done. */
  void done(long offset) {
    open.remove(offset);
  }

  /** The offset to be committed, that of the first record not done; empty where it stands. */
  OptionalLong due() {
    long next = open.isEmpty() ? end : open.first();
    return next > committed ? OptionalLong.of(next) : OptionalLong.empty();
  }

  /** The broker has taken an offset. */
  void committed(long offset) {
    if (offset <= end) { // otherwise it is of the topic before this one
      committed = Math.max(committed, offset);
    }
  }
}
