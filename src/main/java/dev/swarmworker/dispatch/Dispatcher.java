package dev.swarmworker.dispatch;

import dev.swarmworker.loop.Carrier;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * The places of this worker: each task it holds, running or waiting for a permit, has one, and a
 * virtual thread of its own. Safe for many threads.
 *
 * <p>Intake asks for no more messages than there are free places; that is what keeps the heap
 * bounded. A place is freed when the task's thread ends, whatever way.
 */
public final class Dispatcher {

  private static final Logger LOG = Logger.getLogger(Dispatcher.class);

  private final int places;
  private final Permits permits;
  private final Carrier carrier;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private int inFlight;

  /**
   * @param places tasks held at once, running or waiting
   * @param permits what those that want to run take from
   * @param carrier runs the tasks' threads
   */
  public Dispatcher(int places, Permits permits, Carrier carrier) {
    this.places = places;
    this.permits = permits;
    this.carrier = carrier;
  }

  /** How many tasks can be held at once. */
  public int places() {
    return places;
  }

  /**
   * Starts work on a thread and in a place of its own, also while draining: the work is then told
   * so where it asks for a permit.
   *
   * @param name of the task; the thread bears it
   * @param placeFreed is told on the ending task's thread, whatever way it ended: from then on its
   *     place is another's
   * @throws IllegalStateException there is no free place: the caller asked for too much
   */
  public void start(String name, Runnable work, Runnable placeFreed) {
    takePlace();
    Thread thread =
        carrier.thread().name("task-" + name).unstarted(() -> run(name, work, placeFreed));
    threads.add(thread);
    try {
      thread.start();
    } catch (Throwable e) {
      leave(thread, placeFreed);
      throw e;
    }
  }

  private void run(String name, Runnable work, Runnable placeFreed) {
    try {
      work.run();
    } catch (Throwable e) { // the last one to see it, and the place must be freed whatever it is
      LOG.errorf(e, "Task %s ended in an unexpected error", name);
    } finally {
      leave(Thread.currentThread(), placeFreed);
    }
  }

  private void leave(Thread thread, Runnable placeFreed) {
    threads.remove(thread);
    freePlace();
    try {
      placeFreed.run();
    } catch (RuntimeException e) {
      LOG.error("The listener for free places failed", e);
    }
  }

  private void takePlace() {
    lock.lock();
    try {
      if (inFlight == places) {
        throw new IllegalStateException("no free place: all " + places + " are taken");
      }
      inFlight++;
    } finally {
      lock.unlock();
    }
  }

  private void freePlace() {
    lock.lock();
    try {
      inFlight--;
      if (inFlight == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Gives no permit from now on: who waits is refused at once, who runs goes on. */
  public void drain() {
    permits.drain();
  }

  /** Interrupts every task in flight; for those that outlast the time given for draining. */
  public void interruptAll() {
    threads.forEach(Thread::interrupt);
  }

  /**
   * Waits until nothing is in flight.
   *
   * @return whether that came within the time
   */
  public boolean awaitIdle(Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (inFlight > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return inFlight == 0;
    } finally {
      lock.unlock();
    }
  }

  /** The places at one moment. */
  public Snapshot snapshot() {
    lock.lock();
    try {
      return new Snapshot(places, inFlight, permits.snapshot());
    } finally {
      lock.unlock();
    }
  }

  /**
   * The places at one moment.
   *
   * @param places how many there are
   * @param inFlight of these, taken
   * @param permits what those who hold a place have or wait for
   */
  public record Snapshot(int places, int inFlight, Permits.Snapshot permits) {}
}
