package dev.swarmworker.worker;

import dev.swarmworker.state.Lease;
import dev.swarmworker.task.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A claimed task on its way to an outcome. Confined to the task's thread. */
final class Run implements AutoCloseable {

  private final Task task;
  private final Lease lease;
  private final Flight flight;
  private final Instant claimedAt;
  private Turn turn;
  private int attempts;
  private int tries;
  private boolean inCall;
  private @Nullable String agentId;
  private @Nullable String model;

  Run(Task task, Lease lease, Flight flight, Turn turn, Instant claimedAt) {
    this.task = task;
    this.lease = lease;
    this.flight = flight;
    this.turn = turn;
    this.claimedAt = claimedAt;
    this.attempts = lease.attempts();
  }

  Task task() {
    return task;
  }

  Lease lease() {
    return lease;
  }

  Flight flight() {
    return flight;
  }

  Instant claimedAt() {
    return claimedAt;
  }

  Turn turn() {
    return turn;
  }

  /** Replaces a turn that was given back. */
  void take(Turn next) {
    turn = next;
  }

  /** Upstream calls made, over all workers. */
  int attempts() {
    return attempts;
  }

  /** Says who is to answer next. */
  void assign(String toAgent, String onModel) {
    agentId = toAgent;
    model = onModel;
  }

  /** Begins an attempt, which may or may not come to a call. */
  void beginAttempt() {
    tries++;
  }

  /** Whether the claim has counted this attempt's call already. */
  boolean isFirstAttempt() {
    return tries == 1;
  }

  /** Attempts that count against the task's retries, over all workers. */
  int tries() {
    return lease.attempts() + tries;
  }

  /** Counts a call that may be sent from now on. */
  void beginCall() {
    attempts++;
    inCall = true;
  }

  /** Says that its outcome is known. */
  void endCall() {
    inCall = false;
  }

  /** Whether a call has begun whose outcome is not known. */
  boolean isInCall() {
    return inCall;
  }

  /** Who was last to answer, or null before the first. */
  @Nullable String agentId() {
    return agentId;
  }

  /** On which model, or null before the first. */
  @Nullable String model() {
    return model;
  }

  @Override
  public void close() {
    turn.close();
  }
}
