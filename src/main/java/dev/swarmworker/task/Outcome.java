package dev.swarmworker.task;

/** How a task ended. Decided once, then only stored and published. */
public sealed interface Outcome {

  /** The status that this outcome gives the task. */
  Status status();

  /** The agent answered. */
  record Completed(Answer answer, boolean cached) implements Outcome {
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
