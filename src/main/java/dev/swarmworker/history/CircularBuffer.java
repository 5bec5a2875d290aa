package dev.swarmworker.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The newest values of a sequence numbered from 1, at most as many as the capacity. Safe for many
 * threads. An append takes constant time and never waits for a reader, a resize or another append;
 * a reader waits for a resize only.
 *
 * <p>Numbers are given out before values are in their slots, so a value may be written before the
 * one that precedes it. Readers are shown the sequence only up to the first number not written yet:
 * what they see never has a gap, and nothing turns up later among what they have passed. A writer
 * that stands still between the two steps holds the others' values from view until it goes on, or
 * until it is lapped.
 */
public final class CircularBuffer<E> {

  // An object header, a long and a reference; and one reference in the array.
  private static final long ENTRY_BYTES = 24;
  private static final long SLOT_BYTES = 4;

  /** The number of the next append. */
  private final AtomicLong next = new AtomicLong(1);

  /** Readers see what is below. Every number below has been written, or lapped by its successor. */
  private final AtomicLong visible = new AtomicLong(1);

  /** Readers share it, a resize has it alone; writers do without. */
  private final ReadWriteLock resizing = new ReentrantReadWriteLock();

  private volatile Ring<E> ring;

  /** What is below was dropped before the last resize. Guarded by {@link #resizing}. */
  private long floor = 1;

  /**
   * @param capacity values kept, at least 1
   */
  public CircularBuffer(int capacity) {
    ring = new Ring<>(checked(capacity));
  }

  /** Appends a value and returns its number. */
  public long append(E value) {
    return append(seq -> value);
  }

  /**
   * Appends a value that knows its own number.
   *
   * @param maker makes the value of that number; quick, and never throws
   * @return the number
   */
  public long append(LongFunction<? extends E> maker) {
    long seq = next.getAndIncrement();
    Ring.Entry<E> entry = new Ring.Entry<>(seq, maker.apply(seq));
    Ring<E> written;
    do {
      written = ring;
      written.put(entry);
      // A resize may have copied this slot before the put: then its new ring is seen here.
    } while (written != ring);
    advance();
    return seq;
  }

  /** Shows readers all that is written without a gap. Whoever closes a gap shows what is behind. */
  private void advance() {
    while (true) {
      long seq = visible.get();
      Ring<E> present = ring;
      boolean past = present.isPast(seq);
      if (present != ring) {
        continue; // seen in a ring on its way out, perhaps not copied yet
      }
      if (!past) {
        return;
      }
      visible.compareAndSet(seq, seq + 1);
    }
  }

  /** The newest {@code n} values or fewer, oldest first, without a gap. */
  public List<E> recent(int n) {
    resizing.readLock().lock();
    try {
      long end = visible.get();
      return read(Math.max(oldest(end), end - Math.max(n, 0)), end).values();
    } finally {
      resizing.readLock().unlock();
    }
  }

  /** All values kept, oldest first, without a gap. */
  public List<E> snapshot() {
    return recent(Integer.MAX_VALUE);
  }

  /**
   * The next values behind a reader's cursor.
   *
   * @param cursor number of the last value read, 0 for none; one from the future counts as the
   *     newest
   * @param max values at most, at least 1
   */
  public Slice<E> after(long cursor, int max) {
    resizing.readLock().lock();
    try {
      long end = visible.get();
      long wanted = Math.max(Math.min(cursor, end - 1), 0) + 1;
      long from = Math.max(wanted, oldest(end));
      Slice<E> slice = read(from, Math.min(end, from + max));
      return new Slice<>(slice.values(), slice.missed() + from - wanted, slice.cursor());
    } finally {
      resizing.readLock().unlock();
    }
  }

  /** Reads backwards: writers overwrite the oldest first, so the rest is still without a gap. */
  private Slice<E> read(long from, long end) {
    List<E> values = new ArrayList<>();
    long seq = end;
    while (seq > from) {
      @Nullable E value = ring.get(seq - 1);
      if (value == null) {
        break;
      }
      values.add(value);
      seq--;
    }
    return new Slice<>(List.copyOf(values.reversed()), seq - from, end - 1);
  }

  private long oldest(long end) {
    return Math.max(floor, end - ring.capacity());
  }

  /** Changes the capacity and keeps the newest values. Writers go on meanwhile. */
  public void resize(int capacity) {
    Ring<E> fresh = new Ring<>(checked(capacity));
    resizing.writeLock().lock();
    try {
      Ring<E> old = ring;
      ring = fresh; // first, so that a writer either is seen by the copying or sees this
      copy(old, fresh);
      advance();
      floor = lowestWithoutGap();
    } finally {
      resizing.writeLock().unlock();
    }
  }

  /** Copies also that a number was lapped unseen: in a larger ring, nothing laps it soon. */
  private void copy(Ring<E> from, Ring<E> to) {
    long end = next.get();
    for (long seq = Math.max(1, Math.min(visible.get(), end - from.capacity())); seq < end; seq++) {
      if (from.isPast(seq)) {
        to.put(new Ring.Entry<>(seq, from.get(seq)));
      }
    }
  }

  /** Writers may have overwritten some while they were copied; what is older has gone with them. */
  private long lowestWithoutGap() {
    long seq = visible.get();
    while (seq > 1 && ring.get(seq - 1) != null) {
      seq--;
    }
    return seq;
  }

  /** What the buffer holds and has held. */
  public Stats stats() {
    resizing.readLock().lock();
    try {
      long end = visible.get();
      long size = end - oldest(end);
      return new Stats(ring.capacity(), (int) size, end - 1, end - 1 - size);
    } finally {
      resizing.readLock().unlock();
    }
  }

  /**
   * About how many bytes of heap this takes. Linear in the size.
   *
   * @param weigher bytes of one value
   */
  public long estimatedBytes(ToLongFunction<? super E> weigher) {
    long values = 0;
    for (E value : snapshot()) {
      values += ENTRY_BYTES + weigher.applyAsLong(value);
    }
    return ring.capacity() * SLOT_BYTES + values;
  }

  private static int checked(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + ", must be at least 1");
    }
    return capacity;
  }

  /**
   * What a reader gets.
   *
   * @param values in order, without a gap
   * @param missed how many between the cursor and the first of these were overwritten
   * @param cursor where to go on
   */
  public record Slice<E>(List<E> values, long missed, long cursor) {}

  /**
   * What a buffer holds and has held.
   *
   * @param capacity values at most
   * @param size values held
   * @param totalWritten values ever
   * @param overwritten of these, no longer held
   */
  public record Stats(int capacity, int size, long totalWritten, long overwritten) {}
}
