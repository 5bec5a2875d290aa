package dev.swarmworker.worker;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The way out: who waits leaves at once, who runs may finish, who outlasts the grace is given back.
 */
final class Drain {

  private static final Logger LOG = Logger.getLogger(Drain.class);

  /** For giving back, or publishing, what the end of the grace period cuts short. */
  private static final Duration LAST_WRITES = Duration.ofSeconds(5);

  private final Dispatcher dispatcher;
  private final InFlight inFlight;
  private final Duration grace;

  /**
   * @param grace how long running tasks may go on
   */
  Drain(Dispatcher dispatcher, InFlight inFlight, Duration grace) {
    this.dispatcher = dispatcher;
    this.inFlight = inFlight;
    this.grace = grace;
  }

  /** Returns when nothing is in flight, or nothing more can be done for what is. */
  void run() throws InterruptedException {
    dispatcher.drain();
    inFlight.drain();
    LOG.infof("draining: %d in flight, %s of grace", dispatcher.snapshot().inFlight(), grace);
    if (dispatcher.awaitIdle(grace)) {
      return;
    }
    LOG.warnf("%d tasks outlast the grace and are given back", dispatcher.snapshot().inFlight());
    inFlight.stopAll(Reason.DRAINING);
    if (!dispatcher.awaitIdle(LAST_WRITES)) {
      LOG.warnf("%d tasks are left behind", dispatcher.snapshot().inFlight());
      dispatcher.interruptAll();
    }
  }
}
