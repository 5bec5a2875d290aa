package dev.swarmworker.agent;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The agents capable of one demand, free or not, by their numbers. Chooses the best of them in
 * constant time, however many they are. Not safe for threads.
 */
sealed interface Pool {

  /** Up to this many, looking at each costs no more than a bitmap. */
  int FEW = 16;

  /**
   * The best of those free and allowed.
   *
   * @param skip how many of the best levels to pass over, as in {@link Levels#choose}
   * @return it, or {@link IndexSet#NONE}
   */
  int choose(int skip, IntPredicate allowed);

  int size();

  /** Whether this agent is capable. */
  boolean contains(int number);

  /** Few agents, looked at one by one: there is nothing to keep up when one of them changes. */
  final class Few implements Pool {
    private final int[] members;
    private final LevelOf level;
    private int cursor;

    Few(int[] members, LevelOf level) {
      this.members = members;
      this.level = level;
    }

    @Override
    public int choose(int skip, IntPredicate allowed) {
      int firstLevel = skip == 0 ? 0 : Levels.first(occupied(), skip);
      int best = -1;
      int bestLevel = Levels.COUNT;
      int size = members.length;
      for (int i = 0; i < size; i++) {
        int position = cursor + i < size ? cursor + i : cursor + i - size;
        int there = level.of(members[position]);
        int rank = (there - firstLevel) & (Levels.COUNT - 1);
        if (there != Levels.NOWHERE && rank < bestLevel && allowed.test(members[position])) {
          best = position;
          bestLevel = rank;
        }
      }
      if (best < 0) {
        return IndexSet.NONE;
      }
      cursor = best + 1 < size ? best + 1 : 0;
      return members[best];
    }

    private long occupied() {
      long occupied = 0;
      for (int member : members) {
        int there = level.of(member);
        occupied |= there == Levels.NOWHERE ? 0 : 1L << there;
      }
      return occupied;
    }

    @Override
    public int size() {
      return members.length;
    }

    @Override
    public boolean contains(int number) {
      for (int member : members) {
        if (member == number) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Many agents. At first they are looked for among all agents on the best levels: there is nothing
   * to keep up, and where most agents are free, the first look finds one. Where that takes too
   * long, many others are better placed than these: a pass over all tells on which levels there is
   * none of these, and they are left out. Where it takes too long again and again, these agents get
   * levels of their own.
   *
   * <p>Those are kept up as far as they must be. Each free member stands in them on its true level
   * or on a better one, for {@link #moved} puts it up at once, but never down: that is done when a
   * choice comes upon it. So whoever is found on the level that is truly his is the best, and most
   * changes cost this pool nothing.
   */
  final class Many implements Pool {
    /** Each takes some 0.1 ms among a million; more in all would cost more than own levels. */
    private static final int PASSES = 16;

    private final IndexSet members;
    private final int size;
    private final Levels all;
    private final LevelOf level;
    private @Nullable Levels own;

    /** A bit for each level that surely has no member. */
    private long barren;

    private int passes;
    private int cursor;

    /**
     * @param members who
     * @param all the levels of all agents, kept up by their owner
     */
    Many(IndexSet members, Levels all, LevelOf level) {
      this.members = members;
      this.size = members.size();
      this.all = all;
      this.level = level;
    }

    void moved(int number, int from, int to) {
      if (to == Levels.NOWHERE) {
        return;
      }
      if ((barren >>> to & 1) != 0 && members.contains(number)) {
        barren &= ~(1L << to);
      }
      boolean up = from == Levels.NOWHERE || to < from;
      if (own != null && up && members.contains(number)) {
        own.move(number, Levels.NOWHERE, to);
      }
    }

    @Override
    public int choose(int skip, IntPredicate allowed) {
      int found = find(skip, allowed);
      if (found == IndexSet.NONE && skip != 0) {
        found = find(0, allowed); // it may have been put down onto a level passed already
      }
      if (found != IndexSet.NONE) {
        cursor = found + 1;
      }
      return found;
    }

    private int find(int skip, IntPredicate allowed) {
      if (own == null) {
        int found = all.chooseAmong(members, barren, cursor, skip, allowed);
        if (found != Levels.UNKNOWN) {
          return found;
        }
        Levels now = all.within(members);
        barren = now.barren();
        if (++passes < PASSES) {
          return now.choose(cursor, skip, (number, _) -> allowed.test(number));
        }
        own = now;
      }
      Levels levels = own;
      return levels.choose(
          cursor, skip, (number, there) -> isThere(levels, number, there) && allowed.test(number));
    }

    private boolean isThere(Levels levels, int number, int there) {
      int truly = level.of(number);
      if (truly != there) {
        levels.move(number, there, truly);
      }
      return truly == there;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public boolean contains(int number) {
      return members.contains(number);
    }
  }

  /** The level on which an agent is now. */
  interface LevelOf {
    int of(int number);
  }
}
