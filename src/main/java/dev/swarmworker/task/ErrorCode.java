package dev.swarmworker.task;

/** Why a task did not complete. The names are the contract's. */
public enum ErrorCode {
  /** The message is not JSON. */
  INVALID_JSON,
  /** The message is JSON but breaks a rule of the task's contract. */
  INVALID_TASK,
  /** The message is larger than {@code swarm.intake.max-bytes}. */
  TASK_TOO_LARGE,
  /** No configured agent has what the task asks for. */
  NO_CAPABLE_AGENT,
  /** The task's deadline passed. */
  DEADLINE_EXCEEDED,
  /** The upstream call took longer than its bound, and no attempt was left. */
  TIMEOUT,
  /** Somebody cancelled the task. */
  CANCELLED,
  /** The provider refused for good. */
  UPSTREAM_REJECTED,
  /** Retries are used up. */
  UPSTREAM_UNAVAILABLE,
  /** The call may have been billed, and the policy is not to pay twice. */
  OUTCOME_UNKNOWN,
  /** The output could not be kept: no artifact could be written, or none may be. */
  ARTIFACT_FAILED
}
