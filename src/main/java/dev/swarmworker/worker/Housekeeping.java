package dev.swarmworker.worker;

import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.timer.Repeating;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** What is done for tasks beside their way, a few times a second. */
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Housekeeping.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  /** A wait shorter than this is not worth a write. */
  private static final Duration WORTH_NOTING = Duration.ofSeconds(1);

  private final LeaseKeeper leases;
  private final InFlight inFlight;
  private final TaskStore store;
  private final Permits permits;

  /** Several, for the one that waits for Redis must not hold up the leases. */
  private final Repeating leaseTimer = new Repeating("leases");

  private final Repeating queueTimer = new Repeating("queued-tasks");
  private final Repeating turnTimer = new Repeating("turns");

  Housekeeping(LeaseKeeper leases, InFlight inFlight, TaskStore store, Permits permits) {
    this.leases = leases;
    this.inFlight = inFlight;
    this.store = store;
    this.permits = permits;
  }

  void start() {
    leaseTimer.start(EVERY, leases::tick);
    queueTimer.start(EVERY, this::noteQueued);
    turnTimer.start(EVERY, permits::lookAgain); // an agent may have come back meanwhile
  }

  private void noteQueued() {
    List<Flight> queued = inFlight.queuedFor(WORTH_NOTING);
    if (queued.isEmpty()) {
      return;
    }
    try {
      store.noteQueued(queued.stream().map(Flight::id).toList());
      queued.forEach(Flight::noLongerQueued);
    } catch (StateUnavailableException e) {
      LOG.debugf("%d waiting tasks not noted: %s", queued.size(), e.getMessage());
    }
  }

  @Override
  public void close() {
    leaseTimer.close();
    queueTimer.close();
    turnTimer.close();
  }
}
