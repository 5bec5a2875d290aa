package dev.swarmworker.agent;

import java.util.Arrays;

/**
 * A set of small numbers that finds the next member from anywhere in four steps for 16 million.
 *
 * <p>A bitmap with summaries: each bit of a level says whether a word of the level below has any
 * member, up to a level of one word. Not safe for threads.
 */
final class IndexSet {

  static final int NONE = -1;

  /** The members' bits first, the single word last. */
  private long[][] levels = levelsFor(1);

  private static long[][] levelsFor(int words) {
    long[][] levels = new long[8][];
    int depth = 0;
    for (int size = words; ; size = wordsFor(size)) {
      levels[depth++] = new long[size];
      if (size == 1) {
        return Arrays.copyOf(levels, depth);
      }
    }
  }

  private static int wordsFor(int bits) {
    return (bits + 63) >>> 6;
  }

  void add(int index) {
    if (index >>> 6 >= levels[0].length) {
      growTo(Math.max(wordsFor(index + 1), levels[0].length * 2));
    }
    int bit = index;
    for (long[] words : levels) {
      boolean hadMembers = words[bit >>> 6] != 0;
      words[bit >>> 6] |= 1L << bit;
      if (hadMembers) {
        return;
      }
      bit >>>= 6;
    }
  }

  void remove(int index) {
    if (!contains(index)) {
      return;
    }
    int bit = index;
    for (long[] words : levels) {
      words[bit >>> 6] &= ~(1L << bit);
      if (words[bit >>> 6] != 0) {
        return;
      }
      bit >>>= 6;
    }
  }

  boolean contains(int index) {
    return index >>> 6 < levels[0].length && (levels[0][index >>> 6] & 1L << index) != 0;
  }

  boolean isEmpty() {
    return levels[levels.length - 1][0] == 0;
  }

  /** The smallest member from {@code from} on, or {@link #NONE}. */
  int next(int from) {
    int bit = from;
    for (int level = 0; level < levels.length && bit >>> 6 < levels[level].length; level++) {
      long rest = levels[level][bit >>> 6] >>> bit;
      if (rest != 0) {
        return firstBelow(level, bit + Long.numberOfTrailingZeros(rest));
      }
      bit = (bit >>> 6) + 1;
    }
    return NONE;
  }

  private int firstBelow(int level, int bit) {
    int found = bit;
    for (int below = level - 1; below >= 0; below--) {
      found = (found << 6) + Long.numberOfTrailingZeros(levels[below][found]);
    }
    return found;
  }

  int size() {
    int size = 0;
    for (long word : levels[0]) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** The members, smallest first. */
  int[] toArray() {
    int[] members = new int[size()];
    int at = 0;
    for (int i = next(0); i != NONE; i = next(i + 1)) {
      members[at++] = i;
    }
    return members;
  }

  /** A new set of those in both; 64 are compared in one step. */
  IndexSet and(IndexSet other) {
    int words = Math.min(levels[0].length, other.levels[0].length);
    IndexSet both = new IndexSet();
    both.levels = levelsFor(words);
    for (int word = 0; word < words; word++) {
      both.levels[0][word] = levels[0][word] & other.levels[0][word];
    }
    both.summarize();
    return both;
  }

  private void growTo(int words) {
    long[] members = levels[0];
    levels = levelsFor(words);
    System.arraycopy(members, 0, levels[0], 0, members.length);
    summarize();
  }

  private void summarize() {
    for (int level = 1; level < levels.length; level++) {
      long[] below = levels[level - 1];
      for (int word = 0; word < below.length; word++) {
        if (below[word] != 0) {
          levels[level][word >>> 6] |= 1L << word;
        }
      }
    }
  }
}
