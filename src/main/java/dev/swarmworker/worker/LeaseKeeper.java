package dev.swarmworker.worker;

import dev.swarmworker.state.Lease;
import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.worker.StoppedException.Reason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Renews the leases of the tasks that run here, each when a third of its length has passed, and
 * stops a task whose lease is lost or whose end is wanted. A task shorter than that costs nothing.
 * Thread-safe.
 */
final class LeaseKeeper {

  private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);
  private static final int RENEWALS_IN_A_LEASE = 3;

  private final TaskStore store;
  private final LongSupplier ticker;
  private final Executor threads;
  private final Set<Kept> kept = ConcurrentHashMap.newKeySet();

  /**
   * @param ticker nanoseconds, growing
   * @param threads where renewals wait for their answers
   */
  LeaseKeeper(TaskStore store, LongSupplier ticker, Executor threads) {
    this.store = store;
    this.ticker = ticker;
    this.threads = threads;
  }

  /** Keeps a lease until closed. */
  Kept keep(Lease lease, Flight flight) {
    Kept added = new Kept(lease, flight, ticker.getAsLong());
    kept.add(added);
    return added;
  }

  /** Renews what is due. To be called several times in the length of a lease; does not block. */
  void tick() {
    long now = ticker.getAsLong();
    for (Kept each : kept) {
      if (each.isDue(now)) {
        each.renewedAt = now;
        threads.execute(each::renew);
      }
    }
  }

  /** How many leases are kept. */
  int size() {
    return kept.size();
  }

  /** A lease that is being kept. */
  final class Kept implements AutoCloseable {

    private final Lease lease;
    private final Flight flight;
    private volatile long renewedAt;

    private Kept(Lease lease, Flight flight, long now) {
      this.lease = lease;
      this.flight = flight;
      this.renewedAt = now;
    }

    Lease lease() {
      return lease;
    }

    private boolean isDue(long now) {
      return now - renewedAt >= lease.length().toNanos() / RENEWALS_IN_A_LEASE;
    }

    private void renew() {
      try {
        TaskStore.Renewal renewal = store.renew(lease);
        if (kept.contains(this)) {
          heed(renewal);
        }
      } catch (StateUnavailableException e) {
        // The task goes on: whether it still owns itself is asked again, last when it completes.
        LOG.debugf("lease of task %s not renewed: %s", lease.taskId(), e.getMessage());
      }
    }

    private void heed(TaskStore.Renewal renewal) {
      switch (renewal) {
        case KEPT -> {}
        case CANCEL_REQUESTED -> flight.stop(Reason.CANCELLED);
        case LOST -> flight.stop(Reason.LEASE_LOST);
      }
    }

    @Override
    public void close() {
      kept.remove(this);
    }
  }
}
