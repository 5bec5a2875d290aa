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
import org.jspecify.annotations.Nullable;

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

  /**
   * An outcome with its output where it belongs.
   *
   * @param outcome its output is in the result, or in a file if it is large
   * @param unwritten why the file could not be written, so that a large output is in the result
   *     after all; or null
   */
  record Placed(Outcome outcome, @Nullable Failure unwritten) {

    /** What becomes of it where the result is too large to be published. */
    Outcome ifTooLarge(int bytes, int limit) {
      return unwritten == null ? Outcomes.tooLarge(bytes, limit) : new Failed(unwritten);
    }
  }

  /** Puts an output where it belongs. */
  Placed placed(TaskId id, Outcome outcome) {
    return outcome instanceof Completed completed
        ? placed(id, completed)
        : new Placed(outcome, null);
  }

  private Placed placed(TaskId id, Completed completed) {
    return switch (outputs.place(id, completed.answer().text())) {
      case Placement.Inline _ -> new Placed(completed, null);
      case Placement.InFile file -> new Placed(completed.in(file.artifact()), null);
      case Placement.Failed failed -> new Placed(completed, failed.failure());
    };
  }
}
