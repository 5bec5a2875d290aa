package dev.swarmworker.agent;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Numbers on 64 levels, the lowest preferred. Finds one on the lowest level in constant time, and
 * takes turns among those on the same. Not safe for threads.
 */
final class Levels {

  static final int COUNT = 64;

  /** The level of what is on none. */
  static final int NOWHERE = -1;

  private final @Nullable IndexSet[] sets = new @Nullable IndexSet[COUNT];

  /** A bit for each level that has members. */
  private long occupied;

  /** Moves a number; either level may be {@link #NOWHERE}. */
  void move(int index, int from, int to) {
    if (from != NOWHERE) {
      remove(index, from);
    }
    if (to != NOWHERE) {
      add(index, to);
    }
  }

  private void add(int index, int level) {
    IndexSet set = sets[level];
    if (set == null) {
      set = new IndexSet();
      sets[level] = set;
    }
    set.add(index);
    occupied |= 1L << level;
  }

  private void remove(int index, int level) {
    IndexSet set = sets[level];
    if (set == null) {
      return;
    }
    set.remove(index);
    if (set.isEmpty()) {
      occupied &= ~(1L << level);
    }
  }

  /** A copy with these members only. */
  Levels within(IndexSet members) {
    Levels copy = new Levels();
    for (int level = 0; level < COUNT; level++) {
      IndexSet set = sets[level];
      if (set != null && !set.isEmpty()) {
        IndexSet common = set.and(members);
        copy.sets[level] = common;
        copy.occupied |= common.isEmpty() ? 0 : 1L << level;
      }
    }
    return copy;
  }

  /**
   * Finds a number on the lowest level that has one allowed.
   *
   * @param cursor among equals, the first from here on; then from the beginning
   * @param firstLevel the level to take for the lowest; those below it come last
   * @return it, or {@link IndexSet#NONE}
   */
  int choose(int cursor, int firstLevel, IntPredicate allowed) {
    long left = Long.rotateRight(occupied, firstLevel);
    for (; left != 0; left &= left - 1) {
      IndexSet set = sets[(Long.numberOfTrailingZeros(left) + firstLevel) & 63];
      int found = set == null ? IndexSet.NONE : firstAllowed(set, cursor, allowed);
      if (found != IndexSet.NONE) {
        return found;
      }
    }
    return IndexSet.NONE;
  }

  private static int firstAllowed(IndexSet set, int cursor, IntPredicate allowed) {
    int behind = firstAllowed(set, cursor, Integer.MAX_VALUE, allowed);
    return behind != IndexSet.NONE ? behind : firstAllowed(set, 0, cursor, allowed);
  }

  private static int firstAllowed(IndexSet set, int from, int to, IntPredicate allowed) {
    int index = set.next(from);
    while (index != IndexSet.NONE && index < to) {
      if (allowed.test(index)) {
        return index;
      }
      index = set.next(index + 1);
    }
    return IndexSet.NONE;
  }
}
