package dev.swarmworker.worker;

import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import org.jspecify.annotations.Nullable;

/** Sees messages through, each on the thread that brings it. Safe for many threads. */
public interface Processor {

  /**
   * Sees a task through. Returns when its message is acknowledged, or is no longer this worker's.
   *
   * @throws InterruptedException the process ends; the message comes again
   */
  void process(Task task, Delivery delivery) throws InterruptedException;

  /**
   * Sees a message out that is no task.
   *
   * @param id its id, or null where none can be read
   * @throws InterruptedException the process ends; the message comes again
   */
  void reject(@Nullable TaskId id, Failure failure, Delivery delivery) throws InterruptedException;
}
