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
 * takes no writes; the step may then have happened or not.
 */
public interface TaskStore {

  /**
   * Tries to become the owner of a task. Counts one attempt in advance, so that a worker killed in
   * its first call has that call counted.
   *
   * @param agentId who is to do it, or null where that is not known
   */
  Claim claim(TaskId id, @Nullable String agentId);

  /** Extends a lease by its full length. */
  Renewal renew(Lease lease);

  /**
   * Says that the task waits for another attempt, or has begun it, and how many upstream calls that
   * makes. A renewal as well.
   *
   * @param status {@link Status#RETRYING} while waiting, {@link Status#RUNNING} from the call on
   */
  Renewal progress(Lease lease, Status status, String agentId, int attempts);

  /**
   * Stores the terminal outcome and ends the lease.
   *
   * @param result the published bytes, UTF-8 JSON, kept as they are
   * @return false where the lease is lost: nothing was changed, and the caller must not publish
   */
  boolean complete(Lease lease, Status status, String agentId, int attempts, byte[] result);

  /**
   * Gives a task back undone, so that another worker may claim it at once. Not an ownership loss.
   *
   * @param attempts upstream calls made so far
   */
  void release(Lease lease, int attempts);

  /** Notes that these tasks wait for a permit, where nothing is known of them yet. */
  void noteQueued(Collection<TaskId> ids);

  /**
   * Stores the terminal outcome of a message that is no task, unless its id has an owner or an
   * outcome already.
   *
   * @return the bytes to publish: {@code result}, or what was stored before; empty where the id is
   *     owned by a live lease
   */
  Optional<byte[]> reject(TaskId id, byte[] result);

  /** Asks for a task's end, whether it is known yet or not. */
  Cancellation cancel(TaskId id);

  /** What is known of a task. */
  Optional<TaskState> find(TaskId id);

  /** What a claim came to. */
  sealed interface Claim {

    /** The caller owns the task until the lease ends. */
    record Granted(Lease lease) implements Claim {}

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
