package dev.swarmworker.worker;

import dev.swarmworker.llm.CallOutcome;
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
  private int attempt;
  private int begun;
  private int notMade;
  private @Nullable Instant notMadeSince;
  private boolean inCall;
  private long callBegun;
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

  /** Says who is to answer next, or has answered. */
  void assign(@Nullable String toAgent, String onModel) {
    agentId = toAgent;
    model = onModel;
  }

  /** Begins an attempt, which may or may not come to a call. */
  void beginAttempt() {
    begun++;
    attempt = attempts + 1;
  }

  /** The number of the present attempt: one more than the calls before it. */
  int attempt() {
    return attempt;
  }

  /** Whether the claim has counted this attempt's call already. */
  boolean isFirstAttempt() {
    return begun == 1;
  }

  /** What the task has come to, for the decision on what follows. */
  Tally tally() {
    return new Tally(attempts, lease.losses(), notMade, notMadeSince);
  }

  /**
   * Counts a call that may be sent from now on.
   *
   * @param nanos when that is, by {@link System#nanoTime}
   */
  void beginCall(long nanos) {
    attempts++;
    callBegun = nanos;
    inCall = true;
  }

  /** Says that its outcome is known. A call that was surely not sent is counted back. */
  void endCall(CallOutcome outcome, Instant now) {
    if (outcome instanceof CallOutcome.NotMade) {
      attempts -= inCall ? 1 : 0;
      notMadeSince = notMadeSince == null ? now : notMadeSince;
      notMade++;
    } else {
      notMadeSince = null;
      notMade = 0;
    }
    inCall = false;
  }

  /** When the latest call began, by {@link System#nanoTime}; means nothing before the first. */
  long callBegun() {
    return callBegun;
  }

  /** Whether a call has begun whose outcome is not known. */
  boolean isInCall() {
    return inCall;
  }

  /** Who was last to answer, or null before the first and where it is not known. */
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
