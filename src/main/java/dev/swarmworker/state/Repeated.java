package dev.swarmworker.state;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does something again and again on a thread of its own, whatever comes of one time. */
final class Repeated implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Repeated.class);

  private final ScheduledExecutorService executor;

  /**
   * Begins at once.
   *
   * @param pause between the end of one time and the beginning of the next
   */
  Repeated(String name, Duration pause, Runnable work) {
    executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    var unused =
        executor.scheduleWithFixedDelay(
            () -> once(name, work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends it, and interrupts what is under way. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** The executor would drop for good what threw once. */
  private static void once(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.debugf(e, "%s failed, will be tried again", name);
    }
  }
}
