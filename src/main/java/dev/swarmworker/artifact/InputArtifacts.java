package dev.swarmworker.artifact;

import dev.swarmworker.artifact.ArtifactPath.Parsed;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the artifacts that a task names as its input, as text. All of them or none: a task never
 * runs, and costs, without what it asked for.
 */
public final class InputArtifacts {

  /** Most artifacts that one task may name. */
  static final int MAX_COUNT = 64;

  private final ArtifactStore store;
  private final ByteSize limit;

  /**
   * @param limit on all artifacts of one task together
   */
  public InputArtifacts(ArtifactStore store, ByteSize limit) {
    this.store = store;
    this.limit = limit;
  }

  /** The artifacts of {@code input.artifacts[]}, in that order. */
  public Inputs of(Task task) {
    if (task.input() == null) {
      return new Inputs.Found(List.of());
    }
    Optional<List<String>> names = InputNames.in(task.input());
    if (names.isEmpty()) {
      return invalid("input.artifacts: every element must be a string, or an object with a path");
    }
    if (names.get().size() > MAX_COUNT) {
      return invalid("input.artifacts: more than " + MAX_COUNT + " elements");
    }
    return read(names.get());
  }

  private Inputs read(List<String> names) {
    List<Named> found = new ArrayList<>();
    long left = limit.bytes();
    for (int i = 0; i < names.size(); i++) {
      String field = "input.artifacts[" + i + "]";
      switch (ArtifactPath.parse(names.get(i))) {
        case Parsed.Invalid(String reason) -> {
          return invalid(field + ": " + reason);
        }
        case Parsed.Valid(ArtifactPath path) -> {
          switch (store.read(path, new Measured((int) Math.min(left, Integer.MAX_VALUE - 8)))) {
            case FileOutcome.Failed<Measured.Text>(FileFailure failure) -> {
              return failed(field, failure);
            }
            case FileOutcome.Done<Measured.Text>(Measured.Text text) -> {
              found.add(new Named(path, text.value()));
              left -= text.bytes();
            }
          }
        }
      }
    }
    return new Inputs.Found(found);
  }

  private Inputs failed(String field, FileFailure failure) {
    String message = field + ": " + failure.message();
    return switch (failure.reason()) {
      case OFF, NOT_FOUND, NOT_A_FILE, NOT_A_DIRECTORY, LINK, MALFORMED -> invalid(message);
      case TOO_LARGE ->
          invalid(field + ": more than " + limit.bytes() + " bytes with those before it");
      case DISK_FULL, INTERRUPTED, IO ->
          new Inputs.Failed(new Failure(ErrorCode.ARTIFACT_FAILED, message, true));
    };
  }

  private static Inputs invalid(String message) {
    return new Inputs.Failed(new Failure(ErrorCode.INVALID_TASK, message, false));
  }

  /** One artifact's text. */
  public record Named(ArtifactPath path, String text) {}

  /** What the names came to. */
  public sealed interface Inputs {

    /** All are there; none where the task names none. */
    record Found(List<Named> artifacts) implements Inputs {
      public Found {
        artifacts = List.copyOf(artifacts);
      }
    }

    /** One is not to be had; the task fails for it. */
    record Failed(Failure failure) implements Inputs {}
  }
}
