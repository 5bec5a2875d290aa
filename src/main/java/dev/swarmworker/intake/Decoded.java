package dev.swarmworker.intake;

import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a message turned out to be. */
sealed interface Decoded {

  /** Its task's id, or null where none can be read. */
  @Nullable TaskId taskId();

  /** A task within the contract's bounds. */
  record Valid(Task task) implements Decoded {
    @Override
    public TaskId taskId() {
      return task.id();
    }
  }

  /**
   * No task.
   *
   * @param id its id, where one can be read in spite of all
   */
  record Invalid(Optional<TaskId> id, Failure failure) implements Decoded {
    @Override
    public @Nullable TaskId taskId() {
      return id.orElse(null);
    }
  }
}
