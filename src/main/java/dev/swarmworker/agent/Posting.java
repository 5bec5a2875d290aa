package dev.swarmworker.agent;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The agents that have one capability: a list while they are few among all, a bitmap once that is
 * smaller. So a million capabilities of one agent each, and one capability of a million agents,
 * both take memory in proportion to what is there. Not safe for threads.
 */
final class Posting {

  private static final int ALWAYS_A_LIST = 64;

  private int[] list = new int[1];
  private int size;
  private @Nullable IndexSet bitmap;

  /**
   * @param agents how many agents there are in all
   */
  void add(int index, int agents) {
    if (bitmap != null) {
      bitmap.add(index);
    } else {
      list = size < list.length ? list : Arrays.copyOf(list, size * 2);
      list[size] = index;
    }
    size++;
    // 32 bits each in the list, one bit for each agent in the bitmap
    if (bitmap == null && size > ALWAYS_A_LIST && size > agents / Integer.SIZE) {
      bitmap = toBitmap();
    }
  }

  private IndexSet toBitmap() {
    IndexSet set = new IndexSet();
    forEach(set::add);
    list = new int[0];
    return set;
  }

  void remove(int index) {
    size--;
    if (bitmap != null) {
      bitmap.remove(index);
      return;
    }
    for (int i = 0; i <= size; i++) {
      if (list[i] == index) {
        list[i] = list[size];
        return;
      }
    }
  }

  int size() {
    return size;
  }

  /** The bitmap, or null while this is a list. */
  @Nullable IndexSet bitmap() {
    return bitmap;
  }

  void forEach(IntConsumer action) {
    if (bitmap == null) {
      for (int i = 0; i < size; i++) {
        action.accept(list[i]);
      }
      return;
    }
    for (int i = bitmap.next(0); i != IndexSet.NONE; i = bitmap.next(i + 1)) {
      action.accept(i);
    }
  }
}
