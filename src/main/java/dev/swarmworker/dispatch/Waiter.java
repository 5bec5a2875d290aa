package dev.swarmworker.dispatch;

import java.util.Comparator;
import java.util.concurrent.locks.Condition;

/** A thread in the {@link WaitingLine}. Everything here is guarded by the lock of its condition. */
final class Waiter {

  /** Whoever is to go first; the sequence makes it a total order, first come first served. */
  static final Comparator<Waiter> ORDER =
      Comparator.<Waiter>comparingLong(waiter -> waiter.rank)
          .thenComparingLong(waiter -> waiter.sequence);

  final long arrivedNanos;
  private final long rank;
  private final long sequence;
  private final Condition turn;
  private boolean waiting = true;
  private boolean granted;

  Waiter(long arrivedNanos, long rank, long sequence, Condition turn) {
    this.arrivedNanos = arrivedNanos;
    this.rank = rank;
    this.sequence = sequence;
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
