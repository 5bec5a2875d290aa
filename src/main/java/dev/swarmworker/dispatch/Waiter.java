package dev.swarmworker.dispatch;

import java.util.Comparator;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A thread in the {@link WaitingLine}. Everything here is guarded by the lock of its condition. */
final class Waiter {

  /** Whoever is to go first; the sequence makes it a total order, first come first served. */
  static final Comparator<Waiter> ORDER =
      Comparator.<Waiter>comparingLong(waiter -> waiter.rank)
          .thenComparingLong(waiter -> waiter.sequence);

  final long arrivedNanos;
  final Need need;
  private final long rank;
  private final long sequence;
  private final Condition turn;
  private boolean waiting = true;
  private boolean granted;
  private @Nullable RuntimeException failure;

  Waiter(long arrivedNanos, long rank, long sequence, Need need, Condition turn) {
    this.arrivedNanos = arrivedNanos;
    this.rank = rank;
    this.sequence = sequence;
    this.need = need;
    this.turn = turn;
  }

  /** Waits until called or refused, at most this long. */
  void await(long nanos) throws InterruptedException {
    long left = nanos;
    while (waiting && left > 0) {
      if (nanos == Long.MAX_VALUE) {
        turn.await(); // without end, and so without a timer
      } else {
        left = turn.awaitNanos(left);
      }
    }
  }

  /**
   * Whether it can go, for it has what it needs now, or will never have it: a need that cannot even
   * be asked for is its own thread's to hear of, and nobody else's.
   */
  boolean isReady() {
    try {
      return need.take();
    } catch (RuntimeException e) {
      failure = e;
      return true;
    }
  }

  /** What came of asking for its need, where that was an error. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Makes this thread the owner of a permit. */
  void grant() {
    granted = true;
    wake();
  }

  /** Sends this thread away without one. */
  void refuse() {
    wake();
  }

  boolean isGranted() {
    return granted;
  }

  boolean isWaiting() {
    return waiting;
  }

  private void wake() {
    waiting = false;
    turn.signal();
  }
}
