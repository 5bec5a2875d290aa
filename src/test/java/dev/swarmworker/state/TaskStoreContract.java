package dev.swarmworker.state;

import dev.swarmworker.task.TaskId;
import java.util.UUID;

/** What every {@link TaskStore} does, by theme. */
abstract class TaskStoreContract
    implements ClaimContract, AnswerContract, LeaseContract, OutcomeContract, RejectionContract {

  final TaskId id = new TaskId("task:" + UUID.randomUUID());

  @Override
  public TaskId id() {
    return id;
  }
}
