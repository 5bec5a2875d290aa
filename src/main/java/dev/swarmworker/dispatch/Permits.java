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
 * <p>One invariant: permits free + permits out = limit, and a permit is free only while nobody
 * waits. A permit that comes back goes straight to the next waiter, under the lock, so none is lost
 * between a wake-up and the thread that wakes, and no newcomer slips in between.
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
    return acquire(priority, ticker.getAsLong(), Long.MAX_VALUE);
  }

  /**
   * Waits for a permit.
   *
   * @param timeout how long; zero or less: only where one is free now
   * @return a permit, the caller's to close, or why there is none
   * @throws InterruptedException the thread was interrupted; it holds nothing
   */
  public Admission acquire(Priority priority, Duration timeout) throws InterruptedException {
    return acquire(priority, ticker.getAsLong(), TimeUnit.NANOSECONDS.convert(timeout));
  }

  /**
   * Waits for a permit again, at the place that an earlier arrival gives.
   *
   * @param since when it first came, by the ticker
   * @param timeout how long; zero or less: only where one is free now
   * @return a permit, the caller's to close, or why there is none
   * @throws InterruptedException the thread was interrupted; it holds nothing
   */
  public Admission acquire(Priority priority, long since, Duration timeout)
      throws InterruptedException {
    return acquire(priority, since, TimeUnit.NANOSECONDS.convert(timeout));
  }

  private Admission acquire(Priority priority, long since, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (draining) {
        return Refusal.DRAINING;
      }
      if (free > 0) {
        free--;
        return new Permit(this);
      }
      return await(line.join(priority, since - origin, lock.newCondition()), nanos);
    } finally {
      lock.unlock();
    }
  }

  private Admission await(Waiter waiter, long nanos) throws InterruptedException {
    try {
      waiter.await(nanos);
    } catch (InterruptedException e) {
      if (waiter.isGranted()) {
        giveBack(); // handed over in the moment of the interrupt: it must not die with this thread
      }
      throw e;
    } finally {
      line.leave(waiter);
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
      @Nullable Waiter next = line.next();
      if (next == null) {
        free++;
      } else {
        next.grant();
      }
    } finally {
      lock.unlock();
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
   * @param waiting threads that wait for one
   * @param oldestWait how long the one who came first has waited; zero where nobody waits
   * @param draining whether no more are given
   */
  public record Snapshot(
      int limit, int inUse, int waiting, Duration oldestWait, boolean draining) {}
}
