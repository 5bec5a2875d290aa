package dev.swarmworker.timer;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does something again and again on a virtual thread of its own, whatever comes of one time. */
public final class Repeating implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Repeating.class);

  private final String name;
  private final ScheduledExecutorService timer;

  /**
   * @param name of its thread
   */
  public Repeating(String name) {
    this.name = name;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name(name).factory());
  }

  /**
   * Begins at once.
   *
   * @param pause between the end of one time and the beginning of the next, above zero
   * @param work what it throws is logged as an error, be it one of the virtual machine's: it should
   *     itself see to what is to be expected
   */
  public void start(Duration pause, Runnable work) {
    var _ =
        timer.scheduleWithFixedDelay(() -> once(work), 0, pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * A timer drops for good what threw once, an error as well: a class that could not be loaded, or
   * a moment without heap, must not end the renewal of leases. What no process survives is the
   * JVM's own matter (ExitOnOutOfMemoryError).
   */
  private void once(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      log(e);
    }
  }

  /** May fail for the same reason as the work did. */
  private void log(Throwable e) {
    try {
      LOG.errorf(e, "%s failed, will be tried again", name);
    } catch (Throwable _) {
      // the next time will tell
    }
  }

  /** Ends it, and interrupts what is under way. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
