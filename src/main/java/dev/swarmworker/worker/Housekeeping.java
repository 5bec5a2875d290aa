package dev.swarmworker.worker;

import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("housekeeping").factory());

  Housekeeping(LeaseKeeper leases, InFlight inFlight, TaskStore store) {
    this.leases = leases;
    this.inFlight = inFlight;
    this.store = store;
  }

  void start() {
    var _ =
        timer.scheduleWithFixedDelay(
            this::tick, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      leases.tick();
      noteQueued();
    } catch (RuntimeException e) { // a timer whose task throws goes silent for ever
      LOG.error("housekeeping failed", e);
    }
  }

  private void noteQueued() {
    List<TaskId> queued = inFlight.newlyQueued(WORTH_NOTING);
    if (queued.isEmpty()) {
      return;
    }
    try {
      store.noteQueued(queued);
    } catch (StateUnavailableException e) {
      LOG.debugf("%d waiting tasks not noted: %s", queued.size(), e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
