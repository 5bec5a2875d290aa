package dev.swarmworker.intake;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that were read, on their way to a place: taken out as places and bytes allow, and
 * wanted again before the last is gone, so that whoever ends a task finds the next one here.
 * Thread-safe.
 */
final class Arrivals {

  /** Of those waiting here. With so many, no more are wanted. */
  static final int ENOUGH = 64;

  private static final long ENOUGH_BYTES = 1 << 20;

  private final int places;
  private final long maxBytes;
  private final Deque<KafkaDelivery> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private int held;
  private long heldBytes;
  private boolean open;
  private boolean closed;

  /**
   * @param places deliveries taken out and not over
   * @param maxBytes of these; one is let out whatever its size
   */
  Arrivals(int places, long maxBytes) {
    this.places = places;
    this.maxBytes = maxBytes;
  }

  /** Lets deliveries out from now on; false where it was closed before. */
  synchronized boolean open() {
    open = !closed;
    return open;
  }

  /** Lets none out any more. */
  synchronized void close() {
    closed = true;
    open = false;
  }

  synchronized void add(Collection<KafkaDelivery> read) {
    for (KafkaDelivery delivery : read) {
      waiting.add(delivery);
      waitingBytes += delivery.size();
    }
  }

  /** Takes the next one out; null where there is none, or no room for it. */
  synchronized @Nullable KafkaDelivery next() {
    while (isOpen()) {
      KafkaDelivery next = waiting.peek();
      if (next == null || !(held == 0 || heldBytes + next.size() <= maxBytes)) {
        return null;
      }
      waiting.remove();
      waitingBytes -= next.size();
      if (next.isCurrent()) { // otherwise it comes again, to whom its partition was given
        held++;
        heldBytes += next.size();
        return next;
      }
    }
    return null;
  }

  /** One that was taken out is over. */
  synchronized void over(KafkaDelivery delivery) {
    held--;
    heldBytes -= delivery.size();
  }

  /** Whether more should be read. */
  synchronized boolean areWanted() {
    return open && waiting.size() < ENOUGH && waitingBytes < ENOUGH_BYTES;
  }

  /** Whether one that came now would be let out, were it not too large. */
  synchronized boolean isOpen() {
    return open && held < places && (held == 0 || heldBytes < maxBytes);
  }
}
