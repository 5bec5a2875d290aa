package dev.swarmworker.artifact;

import java.io.IOException;

/** Carries a refusal out of a walk; {@link FolderStore} turns it into a value. */
final class RefusedException extends IOException {

  private final FileFailure.Reason reason;
  private final String words;

  RefusedException(FileFailure.Reason reason, String words) {
    super(words);
    this.reason = reason;
    this.words = words;
  }

  FileFailure.Reason reason() {
    return reason;
  }

  String words() {
    return words;
  }
}
