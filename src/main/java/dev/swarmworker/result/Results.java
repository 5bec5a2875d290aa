package dev.swarmworker.result;

import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way out for results. Safe for many threads. */
public interface Results {

  /** The bytes of a result: made once for a task, then stored, published and published again. */
  byte[] encode(Result result);

  /** Largest result that can be published, in bytes. */
  int maxBytes();

  /**
   * Why the task of these bytes failed, and after how many calls; empty where that has a code which
   * only a newer worker knows.
   */
  Optional<FailedBefore> failureIn(byte[] json);

  /**
   * A failure read back.
   *
   * @param attempts upstream calls made
   */
  record FailedBefore(Failure failure, int attempts) {}

  /**
   * Publishes a result and waits for the word of every in-sync replica. While the broker is away it
   * tries again and again.
   *
   * @param json as {@link #encode} made it
   * @param traceparent the task's trace context, carried on, or null
   * @throws InterruptedException the caller gave up; the result may be on its topic or not
   */
  void publish(TaskId id, Status status, byte[] json, @Nullable String traceparent)
      throws InterruptedException;
}
