package dev.swarmworker.worker;

import dev.swarmworker.history.EventLog;
import dev.swarmworker.history.EventType;
import dev.swarmworker.state.CancellationFeed;
import dev.swarmworker.state.FleetClock;
import dev.swarmworker.worker.StoppedException.Reason;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * The life of the process: start, and the drain at its end. The intake is closed after the drain,
 * so that the last acknowledgements are committed.
 */
@Singleton
public final class WorkerLifecycle {

  private static final Logger LOG = Logger.getLogger(WorkerLifecycle.class);
  private static final int BEFORE_ALL_OTHERS = 1;
  private static final int AFTER_ALL_OTHERS = 5000;

  private final Intake intake;
  private final InFlight inFlight;
  private final Housekeeping housekeeping;
  private final Drain drain;
  private final EventLog events;
  private final FleetClock clock;
  private volatile State state = State.STARTING;

  /** How far this process is. */
  public enum State {
    STARTING,
    RUNNING,
    DRAINING,
    STOPPED
  }

  WorkerLifecycle(
      Intake intake,
      InFlight inFlight,
      Housekeeping housekeeping,
      Drain drain,
      EventLog events,
      FleetClock clock) {
    this.intake = intake;
    this.inFlight = inFlight;
    this.housekeeping = housekeeping;
    this.drain = drain;
    this.events = events;
    this.clock = clock;
  }

  /** How far this process is, at this moment. */
  public State state() {
    return state;
  }

  void start(
      @Observes @Priority(AFTER_ALL_OTHERS) StartupEvent event, CancellationFeed cancellations) {
    cancellations.subscribe(id -> inFlight.stop(id, Reason.CANCELLED));
    housekeeping.start();
    state = State.RUNNING;
    events.append(EventType.WORKER_STARTED, null, null, null, null);
    // A deadline may not be judged by this worker's own clock, which may be wrong.
    clock.known().thenRun(intake::open);
  }

  void stop(@Observes @Priority(BEFORE_ALL_OTHERS) ShutdownEvent event) {
    state = State.DRAINING;
    events.append(EventType.WORKER_DRAINING, null, null, null, null);
    intake.pause();
    try {
      drain.run();
    } catch (InterruptedException e) {
      LOG.warn("drain cut short");
      Thread.currentThread().interrupt();
    } finally {
      intake.close();
      housekeeping.close();
      state = State.STOPPED;
      events.append(EventType.WORKER_STOPPED, null, null, null, null);
    }
  }
}
