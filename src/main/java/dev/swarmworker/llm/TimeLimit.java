package dev.swarmworker.llm;

import io.smallrye.faulttolerance.api.TypedGuard;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * Bounds a call in time, by interrupting the thread that waits for it.
 *
 * <p>A guard's duration is fixed when it is built, and each call has its own: the task's, cut short
 * by its deadline. So a guard is built per call. A cache of them by duration would grow with every
 * new one, since deadlines make them all different. Building and running one was measured at 3 to
 * 10 µs, against calls of seconds. It has no description on purpose: one with a description
 * registers metrics that are kept for ever.
 */
final class TimeLimit {
  private TimeLimit() {}

  /**
   * Runs {@code action} on this thread.
   *
   * @return its reply, or nothing where the time ran out
   * @throws InterruptedException somebody else interrupted this thread
   */
  static Optional<Reply> run(Duration timeout, Callable<Reply> action) throws InterruptedException {
    TypedGuard<Reply> guard =
        TypedGuard.create(Reply.class)
            .withTimeout()
            .duration(Math.max(1, timeout.toMillis()), ChronoUnit.MILLIS)
            .done()
            .build();
    try {
      return Optional.of(guard.call(action));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("no other exception is declared", e);
    }
  }
}
