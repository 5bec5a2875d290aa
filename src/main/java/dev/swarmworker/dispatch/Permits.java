package dev.swarmworker.dispatch;

import dev.swarmworker.dispatch.Admission.Refusal;
import dev.swarmworker.task.Priority;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bound on what runs at once, given out by priority. Safe for many threads; a waiting virtual
 * thread parks.
 *
 * <p>Who wants a permit may need something besides ({@link Need}), and gets both or none: who
 * cannot have it is passed over, in the same line and without losing its place, so that it keeps
 * nobody else waiting.
 *
 * <p>One invariant: permits free + permits out = limit, and a permit is free only while nobody
 * waits who could use it. A permit that comes back goes straight to the next such waiter, under the
 * lock, so none is lost between a wake-up and the thread that wakes, and no newcomer slips in
 * between. So whoever gives back what others need gives it back before the permit; what comes free
 * otherwise is found by the next who comes or goes, or by {@link #lookAgain}.
 */
public final class Permits {

  private final ReentrantLock lock = new ReentrantLock();
  private final int limit;
  private final LongSupplier ticker;
  private final long origin;
  private final WaitingLine line;
  private int free;
  private boolean draining;

  /**
   * @param limit permits, at least 1
   * @param ageing one step of priority counts as this much later arrival; zero: first come, first
   *     served
   * @param ticker nanoseconds that only grow, as {@link System#nanoTime}
   */
  public Permits(int limit, Duration ageing, LongSupplier ticker) {
    this.limit = limit;
    this.ticker = ticker;
    this.origin = ticker.getAsLong();
    this.line = new WaitingLine(ageing);
    this.free = limit;
  }

  /**
   * Waits for a permit as long as it takes.
   *
   * @return a permit, the caller's to close, or {@link Refusal#DRAINING}
   * @throws InterruptedException the thread was interrupted; it holds nothing
   */
  public Admission acquire(Priority priority) throws InterruptedException {
    return acquire(priority, ticker.getAsLong(), Long.MAX_VALUE, Need.NOTHING);
  }

  /**
   * Waits for a permit.
   *
   * @param timeout how long; zero or less: only where one is free now
   * @return a permit, the caller's to close, or why there is none
   * @throws InterruptedException the thread was interrupted; it holds nothing
   */
  public Admission acquire(Priority priority, Duration timeout) throws InterruptedException {
    return acquire(priority, ticker.getAsLong(), timeout, Need.NOTHING);
  }

  /**
   * Waits for a permit again, at the place that an earlier arrival gives.
   *
   * @param since when it first came, by the ticker
   * @param timeout how long; zero or less: only where one is free now
   * @param need taken with the permit
   * @return a permit, the caller's to close, or why there is none
   * @throws InterruptedException the thread was interrupted; it holds nothing
   */
  public Admission acquire(Priority priority, long since, Duration timeout, Need need)
      throws InterruptedException {
    return acquire(priority, since, TimeUnit.NANOSECONDS.convert(timeout), need);
  }

  private Admission acquire(Priority priority, long since, long nanos, Need need)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (draining) {
        return Refusal.DRAINING;
      }
      if (free > 0 && line.length() == 0 && need.take()) {
        free--;
        return new Permit(this);
      }
      Waiter waiter = line.join(priority, since - origin, need, lock.newCondition());
      serve();
      return await(waiter, nanos);
    } finally {
      lock.unlock();
    }
  }

  private Admission await(Waiter waiter, long nanos) throws InterruptedException {
    try {
      waiter.await(nanos);
    } catch (InterruptedException e) {
      if (waiter.isGranted()) {
        // handed over in the moment of the interrupt: it must not die with this thread
        if (waiter.failure() == null) {
          waiter.need.giveBack();
        }
        giveBack();
      }
      throw e;
    } finally {
      line.leave(waiter);
    }
    RuntimeException failure = waiter.failure();
    if (failure != null) {
      giveBack();
      throw failure;
    }
    if (waiter.isGranted()) {
      return new Permit(this);
    }
    return waiter.isWaiting() ? Refusal.TIMED_OUT : Refusal.DRAINING;
  }

  /** Takes back one permit; {@link Permit#close} sees to it that each comes back once. */
  void giveBack() {
    lock.lock();
    try {
      free++;
      serve();
    } finally {
      lock.unlock();
    }
  }

  /** Looks whether somebody who waits can go since what it needs has come free. */
  public void lookAgain() {
    lock.lock();
    try {
      serve();
    } finally {
      lock.unlock();
    }
  }

  private void serve() {
    while (free > 0) {
      @Nullable Waiter next = line.nextReady();
      if (next == null) {
        return;
      }
      free--;
      next.grant();
    }
  }

  /** Gives no permit from now on and sends every waiter away. What is out stays out. */
  public void drain() {
    lock.lock();
    try {
      draining = true;
      for (@Nullable Waiter next = line.next(); next != null; next = line.next()) {
        next.refuse();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The permits at one moment. */
  public Snapshot snapshot() {
    lock.lock();
    try {
      Duration oldest = Duration.ofNanos(line.oldestNanos(now()));
      return new Snapshot(limit, limit - free, line.length(), oldest, draining);
    } finally {
      lock.unlock();
    }
  }

  /** Counted from the start, so that ranks stay far from overflow wherever the ticker stands. */
  private long now() {
    return ticker.getAsLong() - origin;
  }

  /**
   * The permits at one moment.
   *
   * @param limit how many there are
   * @param inUse of these, given out
   * @param waiting threads that wait for one, or for what they need besides
   * @param oldestWait how long the one who came first has waited; zero where nobody waits
   * @param draining whether no more are given
   */
  public record Snapshot(
      int limit, int inUse, int waiting, Duration oldestWait, boolean draining) {}
}
