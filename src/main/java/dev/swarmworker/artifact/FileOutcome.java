package dev.swarmworker.artifact;

/** What an operation on the artifact folder came to. */
public sealed interface FileOutcome<T> {

  /** It was done. */
  record Done<T>(T value) implements FileOutcome<T> {}

  /** It was not; of a write, nothing is to be seen. */
  record Failed<T>(FileFailure failure) implements FileOutcome<T> {}

  /** Shorthand for a failure. */
  static <T> FileOutcome<T> failed(FileFailure.Reason reason, String message) {
    return new Failed<>(new FileFailure(reason, message));
  }
}
