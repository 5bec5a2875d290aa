package dev.swarmworker.task;

import org.jspecify.annotations.Nullable;

/** How a task ended. Decided once, then only stored and published. */
public sealed interface Outcome {

  /** The status that this outcome gives the task. */
  Status status();

  /**
   * The agent answered.
   *
   * @param cached whether the answer was given before, to an equal task
   * @param artifact where the text lies if it is too large for a result; the answer has none then
   */
  record Completed(Answer answer, boolean cached, @Nullable ArtifactRef artifact)
      implements Outcome {

    /** With its text in the result. */
    public Completed(Answer answer, boolean cached) {
      this(answer, cached, null);
    }

    /** With its text in this file. */
    public Completed in(ArtifactRef file) {
      return new Completed(answer.withoutText(), cached, file);
    }

    @Override
    public Status status() {
      return Status.COMPLETED;
    }
  }

  /** The task cannot be done; it also becomes a dead letter. */
  record Failed(Failure failure) implements Outcome {
    @Override
    public Status status() {
      return Status.FAILED;
    }
  }

  /** Time ran out: its deadline, or the last attempt's timeout. */
  record TimedOut(Failure failure) implements Outcome {
    @Override
    public Status status() {
      return Status.TIMEOUT;
    }
  }

  /** Somebody cancelled it. */
  record Cancelled(Failure failure) implements Outcome {
    @Override
    public Status status() {
      return Status.CANCELLED;
    }
  }
}
