package dev.swarmworker.worker;

import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Place;
import org.jspecify.annotations.Nullable;

/**
 * One message that brought a task, or that was no task. Its offset may pass only after {@link
 * #acknowledge}; a delivery that is dropped without comes again, to this worker or another.
 */
public interface Delivery {

  /** Where the message stands. */
  Place place();

  /** Whether this worker still owns the message's partition. Once false, false for ever. */
  boolean isCurrent();

  /** The sender's W3C trace context, or null. */
  @Nullable String traceparent();

  /**
   * Copies the message, unchanged, to the dead letters, and waits for the broker's word.
   *
   * @param attempts upstream calls made
   * @throws InterruptedException the caller gave up; the dead letter may be there or not
   */
  void deadLetter(Failure failure, int attempts) throws InterruptedException;

  /** Lets the offset pass. */
  void acknowledge();
}
