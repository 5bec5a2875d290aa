package dev.swarmworker.agent;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The agents capable of one demand, free or not. Chooses the best of them in constant time, however
 * many they are. Not safe for threads.
 */
sealed interface Pool {

  /** Up to this many, looking at each costs no more than a bitmap. */
  int FEW = 16;

  /**
   * The best of those free and allowed.
   *
   * @param firstLevel the level to take for the best
   */
  @Nullable Entry choose(int firstLevel, Predicate<Entry> allowed);

  int size();

  /** Few agents, looked at one by one: there is nothing to keep up when one of them changes. */
  final class Few implements Pool {
    private final List<Entry> members;
    private int cursor;

    Few(List<Entry> members) {
      this.members = members;
    }

    @Override
    public @Nullable Entry choose(int firstLevel, Predicate<Entry> allowed) {
      int best = -1;
      int bestLevel = Levels.COUNT;
      int size = members.size();
      for (int i = 0; i < size; i++) {
        int position = cursor + i < size ? cursor + i : cursor + i - size;
        Entry entry = members.get(position);
        int level = (entry.level - firstLevel) & (Levels.COUNT - 1);
        if (entry.level != Levels.NOWHERE && level < bestLevel && allowed.test(entry)) {
          best = position;
          bestLevel = level;
        }
      }
      if (best < 0) {
        return null;
      }
      cursor = best + 1 < size ? best + 1 : 0;
      return members.get(best);
    }

    @Override
    public int size() {
      return members.size();
    }
  }

  /** Many agents, on levels that {@link #moved} keeps up with their changes. */
  final class Many implements Pool {
    private final IndexSet members;
    private final int size;
    private final Levels levels;
    private final IntFunction<Entry> entries;
    private int cursor;

    /**
     * @param members who
     * @param all the levels of all agents now
     */
    Many(IndexSet members, Levels all, IntFunction<Entry> entries) {
      this.members = members;
      this.size = members.size();
      this.levels = all.within(members);
      this.entries = entries;
    }

    void moved(int index, int from, int to) {
      if (members.contains(index)) {
        levels.move(index, from, to);
      }
    }

    @Override
    public @Nullable Entry choose(int firstLevel, Predicate<Entry> allowed) {
      int found = levels.choose(cursor, firstLevel, index -> allowed.test(entries.apply(index)));
      if (found == IndexSet.NONE) {
        return null;
      }
      cursor = found + 1;
      return entries.apply(found);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
