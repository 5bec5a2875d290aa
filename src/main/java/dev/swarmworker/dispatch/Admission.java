package dev.swarmworker.dispatch;

/** What a request for a permit came to: a {@link Permit}, or the reason why there is none. */
public sealed interface Admission permits Permit, Admission.Refusal {

  /** Why no permit was given. The caller holds nothing and has nothing to give back. */
  enum Refusal implements Admission {
    /** None came free in the time the caller had. */
    TIMED_OUT,
    /** The worker is shutting down and starts nothing more: leave the task to another. */
    DRAINING
  }
}
