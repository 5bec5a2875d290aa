package dev.swarmworker.history;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The slots of a {@link CircularBuffer}, which never go back in time. Lock-free. */
final class Ring<E> {

  /**
   * A value with its place in the whole sequence. Immutable, so a reader never sees half of it.
   *
   * @param value null where it is lost
   */
  record Entry<E>(long seq, @Nullable E value) {}

  private final AtomicReferenceArray<@Nullable Entry<E>> slots;

  Ring(int capacity) {
    slots = new AtomicReferenceArray<>(capacity);
  }

  int capacity() {
    return slots.length();
  }

  /** Puts an entry into its slot, unless a newer one is there: a writer may have been lapped. */
  void put(Entry<E> entry) {
    int slot = slotOf(entry.seq());
    @Nullable Entry<E> present = slots.get(slot);
    while ((present == null || present.seq() < entry.seq())
        && !slots.compareAndSet(slot, present, entry)) {
      present = slots.get(slot);
    }
  }

  /** The value of this number; null where it is not written yet, or lost. */
  @Nullable E get(long seq) {
    @Nullable Entry<E> entry = slots.get(slotOf(seq));
    return entry != null && entry.seq() == seq ? entry.value() : null;
  }

  /** Whether this number has been written or lapped, so that nobody need wait for it. */
  boolean isPast(long seq) {
    @Nullable Entry<E> entry = slots.get(slotOf(seq));
    return entry != null && entry.seq() >= seq;
  }

  private int slotOf(long seq) {
    return (int) (seq % slots.length());
  }
}
