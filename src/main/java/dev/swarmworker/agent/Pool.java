package dev.swarmworker.agent;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
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
   * @param skip how many of the best levels to pass over, as in {@link Levels#choose}
   */
  @Nullable Entry choose(int skip, Predicate<Entry> allowed);

  int size();

  /** Few agents, looked at one by one: there is nothing to keep up when one of them changes. */
  final class Few implements Pool {
    private final List<Entry> members;
    private int cursor;

    Few(List<Entry> members) {
      this.members = members;
    }

    @Override
    public @Nullable Entry choose(int skip, Predicate<Entry> allowed) {
      int firstLevel = skip == 0 ? 0 : Levels.first(occupied(), skip);
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

    private long occupied() {
      long occupied = 0;
      for (Entry entry : members) {
        occupied |= entry.level == Levels.NOWHERE ? 0 : 1L << entry.level;
      }
      return occupied;
    }

    @Override
    public int size() {
      return members.size();
    }
  }

  /**
   * Many agents. At first they are looked for among all agents on the best levels: there is nothing
   * to keep up, and where most agents are free, the first look finds one. Once that took too long
   * (many others are better placed than these), they get levels of their own, which {@link #moved}
   * keeps up from then on.
   */
  final class Many implements Pool {
    private final IndexSet members;
    private final int size;
    private final Levels all;
    private final IntFunction<Entry> entries;
    private @Nullable Levels own;
    private int cursor;

    /**
     * @param members who
     * @param all the levels of all agents, kept up by their owner
     */
    Many(IndexSet members, Levels all, IntFunction<Entry> entries) {
      this.members = members;
      this.size = members.size();
      this.all = all;
      this.entries = entries;
    }

    void moved(int index, int from, int to) {
      if (own != null && members.contains(index)) {
        own.move(index, from, to);
      }
    }

    @Override
    public @Nullable Entry choose(int skip, Predicate<Entry> allowed) {
      int found = find(skip, index -> allowed.test(entries.apply(index)));
      if (found == IndexSet.NONE) {
        return null;
      }
      cursor = found + 1;
      return entries.apply(found);
    }

    private int find(int skip, IntPredicate allowed) {
      if (own == null) {
        int found = all.chooseAmong(members, cursor, skip, allowed);
        if (found != Levels.UNKNOWN) {
          return found;
        }
        own = all.within(members);
      }
      return own.choose(cursor, skip, allowed);
    }

    @Override
    public int size() {
      return size;
    }
  }
}
