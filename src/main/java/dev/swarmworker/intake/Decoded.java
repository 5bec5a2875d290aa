package dev.swarmworker.intake;

import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.util.Optional;

/** What a message turned out to be. */
sealed interface Decoded {

  /** A task within the contract's bounds. */
  record Valid(Task task) implements Decoded {}

  /**
   * No task.
   *
   * @param id its id, where one can be read in spite of all
   */
  record Invalid(Optional<TaskId> id, Failure failure) implements Decoded {}
}
