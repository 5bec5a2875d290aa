package dev.swarmworker.worker;

import dev.swarmworker.artifact.InputArtifacts;
import dev.swarmworker.artifact.OutputPlacement;
import dev.swarmworker.artifact.OutputPlacement.Placement;
import dev.swarmworker.llm.Prompt.Attachment;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Outcome.Completed;
import dev.swarmworker.task.Outcome.Failed;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.util.List;

/** What a task reads from the artifact folder before it is called, and writes there afterwards. */
final class Files {

  private final InputArtifacts inputs;
  private final OutputPlacement outputs;

  Files(InputArtifacts inputs, OutputPlacement outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** The artifacts that a task names, or why it cannot have them. */
  sealed interface Attached {
    record All(List<Attachment> attachments) implements Attached {}

    record Missing(Failure failure) implements Attached {}
  }

  /** Reads the artifacts that a task names; none where it names none. */
  Attached attachedTo(Task task) {
    return switch (inputs.of(task)) {
      case InputArtifacts.Inputs.Found found ->
          new Attached.All(
              found.artifacts().stream()
                  .map(each -> new Attachment(each.path().toString(), each.text()))
                  .toList());
      case InputArtifacts.Inputs.Failed failed -> new Attached.Missing(failed.failure());
    };
  }

  /** Whether {@link #placed} has to write a file. */
  boolean writes(Completed completed) {
    return outputs.writes(completed.answer().text());
  }

  /** The outcome with its output where it belongs: in the result, or in a file if it is large. */
  Outcome placed(TaskId id, Outcome outcome) {
    return outcome instanceof Completed completed ? placed(id, completed) : outcome;
  }

  private Outcome placed(TaskId id, Completed completed) {
    return switch (outputs.place(id, completed.answer().text())) {
      case Placement.Inline _ -> completed;
      case Placement.InFile file -> completed.in(file.artifact());
      case Placement.Failed failed -> new Failed(failed.failure());
    };
  }
}
