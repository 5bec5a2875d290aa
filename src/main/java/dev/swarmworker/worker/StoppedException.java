package dev.swarmworker.worker;

/** A wait was ended from outside. Control flow within this package, and so without a stack. */
final class StoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  enum Reason {
    /** Somebody asked for the task's end. */
    CANCELLED,
    /** Another owns the task, or nobody. */
    LEASE_LOST,
    /** The time for draining is over. */
    DRAINING
  }

  private final Reason reason;

  StoppedException(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
