package dev.swarmworker.worker;

import dev.swarmworker.state.StateUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Outlasts a store that is away. Nothing is given up meanwhile: the places fill, and so intake
 * pauses.
 */
final class Patience {

  private static final Logger LOG = Logger.getLogger(Patience.class);
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private Patience() {}

  /**
   * Repeats {@code step} until the store answers.
   *
   * @param step one that may be repeated after it happened and its answer was lost
   */
  static <T> T outlast(Supplier<T> step) throws InterruptedException {
    Duration pause = FIRST;
    while (true) {
      try {
        return step.get();
      } catch (StateUnavailableException e) {
        LOG.debugf("state is away, looking again in %s: %s", pause, e.getMessage());
        pause(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
      }
    }
  }

  /** Waits on the calling virtual thread. */
  static void pause(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }
}
