package dev.swarmworker.worker;

import dev.swarmworker.state.Lease;
import dev.swarmworker.state.ResultCache.CacheToken;
import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Renews what the tasks that run here hold for a while, each when a third of its length has passed,
 * and stops a task whose lease is lost or whose end is wanted. A task shorter than that costs
 * nothing. Thread-safe.
 */
final class LeaseKeeper {

  private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);
  private static final int RENEWALS_IN_A_LEASE = 3;

  private final TaskStore store;
  private final long everyNanos;
  private final LongSupplier ticker;
  private final Executor threads;
  private final Set<Kept> kept = ConcurrentHashMap.newKeySet();

  /**
   * @param length of every lease and token
   * @param ticker nanoseconds, growing
   * @param threads where renewals wait for their answers. As many at once as it likes: one that has
   *     to wait for its turn is not asked for again meanwhile
   */
  LeaseKeeper(TaskStore store, Duration length, LongSupplier ticker, Executor threads) {
    this.store = store;
    this.everyNanos = length.toNanos() / RENEWALS_IN_A_LEASE;
    this.ticker = ticker;
    this.threads = threads;
  }

  /** Keeps a task's lease until closed, and tells its flight where it must stop. */
  Kept keep(Lease lease, Flight flight) {
    return keep(
        still -> {
          TaskStore.Renewal renewal = store.renew(lease, flight.outputTokens());
          if (still.isKept()) {
            heed(renewal, flight);
          }
        });
  }

  /** Keeps the right to make a shared call until closed. Lost, it costs another call, no more. */
  Kept keep(CacheToken token) {
    return keep(_ -> token.renew());
  }

  private Kept keep(Renewal renewal) {
    Kept added = new Kept(renewal, ticker.getAsLong());
    kept.add(added);
    return added;
  }

  private static void heed(TaskStore.Renewal renewal, Flight flight) {
    switch (renewal) {
      case KEPT -> {}
      case CANCEL_REQUESTED -> flight.stop(Reason.CANCELLED);
      case LOST -> flight.stop(Reason.LEASE_LOST);
    }
  }

  /** Renews what is due. To be called several times in the length of a lease; does not block. */
  void tick() {
    long now = ticker.getAsLong();
    for (Kept each : kept) {
      if (now - each.renewedAt >= everyNanos && each.becomesDue()) {
        each.renewedAt = now;
        threads.execute(each::renew);
      }
    }
  }

  /** How one kind is renewed. */
  private interface Renewal {
    void renew(Kept still);
  }

  /** Something that is being kept. */
  final class Kept implements AutoCloseable {

    private final Renewal renewal;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile long renewedAt;

    private Kept(Renewal renewal, long now) {
      this.renewal = renewal;
      this.renewedAt = now;
    }

    private boolean isKept() {
      return kept.contains(this);
    }

    /** Whether it was not yet waiting to be renewed; from now on it is. */
    private boolean becomesDue() {
      return due.compareAndSet(false, true);
    }

    private void renew() {
      due.set(false);
      if (!isKept()) {
        return; // over before its turn came
      }
      try {
        renewal.renew(this);
      } catch (StateUnavailableException e) {
        // The task goes on: whether it still owns itself is asked again, last when it completes.
        LOG.debugf("not renewed, will be tried again: %s", e.getMessage());
      }
    }

    @Override
    public void close() {
      kept.remove(this);
    }
  }
}
