package dev.swarmworker.state;

import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet remembers of each task, and the leases by which one worker at a time owns one.
 *
 * <p>Every method is one atomic step, safe for many threads, and blocks the calling thread (a
 * virtual one) for one round trip. Time is the store's own, never a worker's. Every write under a
 * lease compares its token: a write with a lost lease is refused and changes nothing.
 *
 * <p>Every method throws {@link StateUnavailableException} where the store cannot be reached or
 * takes no writes; the step may then have happened or not. {@link #reject}, {@link #cancel} and
 * {@link #find} throw it too where the task's entry is of a later format than this worker reads;
 * nothing was changed then.
 */
public interface TaskStore {

  /**
   * Tries to become the owner of a task. Counts one attempt in advance, so that a worker killed in
   * its first call has that call counted; but not where an answer is kept already.
   *
   * <p>May be said again with the same token, where the reply to the first time was lost: what was
   * granted then is granted again with the same counts. A token that is not the owner's own is
   * {@link Claim.Held}, also where the owner is in this very process.
   *
   * @param agentId who is to do it, or null where that is not known
   * @param token of {@link #newToken}, one for each time the caller wants to become the owner
   */
  Claim claim(TaskId id, @Nullable String agentId, String token);

  /** A token for {@link #claim} that nobody guesses or meets twice. Asks no store. */
  String newToken();

  /**
   * Extends a lease by its full length.
   *
   * @param outputTokens of the answer that is coming in, as far as it is known; 0 where it is not
   */
  Renewal renew(Lease lease, long outputTokens);

  /**
   * Says that the task waits for another attempt, or has begun it, and how many upstream calls that
   * makes. A renewal as well.
   *
   * @param status {@link Status#RETRYING} while waiting, {@link Status#RUNNING} from the call on
   */
  Renewal progress(Lease lease, Status status, String agentId, int attempts);

  /**
   * Keeps an answer that has been paid for, before the work that makes a result of it. Whoever
   * claims the task from now on gets it, and makes no call: neither a call nor a loss is counted
   * any more, but who is lost meanwhile is ({@link Claim.Granted#settlersLost}). A renewal as well;
   * {@link #complete} ends it.
   *
   * <p>May be said again with the same arguments, where the reply to the first time was lost.
   *
   * @param attempts upstream calls made
   * @param answer bytes that another worker, perhaps of another version, can read
   * @return false where the lease is lost: nothing was changed
   */
  boolean keepAnswer(Lease lease, int attempts, byte[] answer);

  /**
   * Stores the terminal outcome and ends the lease. From now on the task is remembered for {@code
   * swarm.state.ttl}.
   *
   * <p>May be said again with the same arguments, where the reply to the first time was lost.
   *
   * @param agentId who decided the outcome, or null where no agent did
   * @param result the published bytes, UTF-8 JSON, kept as they are
   * @return false where the lease is lost: nothing was changed, and the caller must not publish
   */
  boolean complete(
      Lease lease, Status status, @Nullable String agentId, int attempts, byte[] result);

  /**
   * Says that the outcomes of these tasks are on their topic, so that their bytes may be dropped
   * where there are more than {@code swarm.state.max-entries}. No part of a task's own way: call it
   * for many at a time; what is never said to be published is kept until its TTL.
   */
  void published(Collection<TaskId> ids);

  /**
   * Gives a task back undone, so that another worker may claim it at once. May be said again: what
   * was given back before is not touched, and its loss is counted once.
   *
   * @param attempts upstream calls made so far
   * @param inCall whether the last of them was broken off: that counts as an ownership loss
   */
  void release(Lease lease, int attempts, boolean inCall);

  /** Notes that these tasks wait for a permit, where nothing is known of them yet. */
  void noteQueued(Collection<TaskId> ids);

  /**
   * Stores the terminal outcome of a message that is no task, unless its id is known as a task's
   * already: one that waits, runs or has lost its owner is ended by its own message alone.
   *
   * @return what to publish: {@code result}, or what was stored before; empty where there is
   *     nothing to publish, since the id's task has not ended or its published outcome was dropped
   */
  Optional<Claim.Done> reject(TaskId id, byte[] result);

  /** Asks for a task's end, whether it is known yet or not. */
  Cancellation cancel(TaskId id);

  /** What is known of a task. */
  Optional<TaskState> find(TaskId id);

  /**
   * Figures: the outcomes held, and what this process saw of them. A claim or a look that finds a
   * terminal task is a hit, one that finds nothing a miss.
   */
  MapStats stats();

  /** Returns where the store can be reached and takes writes. */
  void checkWritable();

  /** What a claim came to. */
  sealed interface Claim {

    /**
     * The caller owns the task until the lease ends.
     *
     * @param answer kept by an owner before, or null: with it, no call is to be made, and none was
     *     counted in advance
     * @param settlersLost owners that fell silent after an answer had been kept
     */
    record Granted(Lease lease, byte @Nullable [] answer, int settlersLost) implements Claim {}

    /**
     * Another owner, perhaps in this very process, has it.
     *
     * @param remaining until that lease ends, unless it is renewed
     */
    record Held(Duration remaining) implements Claim {}

    /**
     * It is done.
     *
     * @param result the stored bytes
     */
    record Done(Status status, byte[] result) implements Claim {}

    /**
     * What is known of it is of a later format than this worker reads: a newer worker's, who alone
     * may touch it. Nothing was changed.
     *
     * @param format as it says
     */
    record Newer(String format) implements Claim {}

    /** It is done and its result is on its topic; the bytes were dropped. Nothing is left to do. */
    record Evicted(Status status) implements Claim {}
  }

  /** What became of a renewal. */
  enum Renewal {
    KEPT,
    /** Kept, and somebody asked for the task's end. */
    CANCEL_REQUESTED,
    /** The lease is another's or nobody's: stop, and write nothing more. */
    LOST
  }

  /** What became of a request to cancel. */
  enum Cancellation {
    ACCEPTED,
    ALREADY_TERMINAL
  }
}
