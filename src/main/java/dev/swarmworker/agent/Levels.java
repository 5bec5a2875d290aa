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

  /** The answer of a search given up. */
  static final int UNKNOWN = -2;

  /** Steps of a search among members until it is given up; each costs some nanoseconds. */
  private static final int PATIENCE = 64;

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

  /** A bit for each level that has nobody. */
  long barren() {
    return ~occupied;
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
   * @param skip occupied levels to pass over first; they come last
   * @return it, or {@link IndexSet#NONE}
   */
  int choose(int cursor, int skip, Check allowed) {
    int firstLevel = first(occupied, skip);
    for (int i = 0; i < COUNT; i++) {
      i += Long.numberOfTrailingZeros(Long.rotateRight(occupied, firstLevel + i));
      int level = (firstLevel + i) & (COUNT - 1);
      IndexSet set = sets[level];
      int found =
          set == null || i >= COUNT
              ? IndexSet.NONE
              : firstAllowed(set, cursor, index -> allowed.test(index, level));
      if (found != IndexSet.NONE) {
        return found;
      }
    }
    return IndexSet.NONE;
  }

  /** Whether what was found on a level may be chosen. May move it. */
  interface Check {
    boolean test(int index, int level);
  }

  /**
   * As {@link #choose}, among these members only.
   *
   * @param barren a bit for each level that has none of them
   * @return it, {@link IndexSet#NONE}, or {@link #UNKNOWN} where that would take long
   */
  int chooseAmong(IndexSet members, long barren, int cursor, int skip, IntPredicate allowed) {
    long worthALook = occupied & ~barren;
    int firstLevel = first(worthALook, skip);
    int steps = 0;
    for (long left = Long.rotateRight(worthALook, firstLevel); left != 0; left &= left - 1) {
      IndexSet set = sets[(Long.numberOfTrailingZeros(left) + firstLevel) & 63];
      boolean wrapped = false;
      int from = cursor;
      while (set != null) {
        if (++steps > PATIENCE) {
          return UNKNOWN;
        }
        int here = set.next(from);
        int member = here == IndexSet.NONE ? IndexSet.NONE : members.next(here);
        if (member == IndexSet.NONE || (wrapped && member >= cursor)) {
          if (wrapped) {
            break; // once around
          }
          wrapped = true;
          from = 0;
        } else if (member == here && allowed.test(member)) {
          return member;
        } else {
          from = member == here ? member + 1 : member;
        }
      }
    }
    return IndexSet.NONE;
  }

  /** The level to begin with: the lowest occupied, or so many of them further, round and round. */
  static int first(long occupied, int skip) {
    long left = occupied;
    for (int i = skip == 0 ? 0 : skip % Math.max(1, Long.bitCount(occupied)); i > 0; i--) {
      left &= left - 1;
    }
    return Long.numberOfTrailingZeros(left) & (COUNT - 1);
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
