package dev.swarmworker.worker;

import dev.swarmworker.result.Results;
import dev.swarmworker.state.PublishedTasks;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Outcome.Completed;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * The end of a task: its answer kept where its result takes work, its result stored, then
 * published, its dead letter if it failed, and only then its message acknowledged. Each step waits
 * for the word of who it was told; a crash between two of them leads back to the claim, which knows
 * the stored result.
 */
final class Settlement {

  private final TaskStore store;
  private final Results results;
  private final Files files;
  private final Outcomes outcomes;
  private final Told told;

  /**
   * Who is told of an end.
   *
   * @param published remembers whose outcome may be evicted
   */
  record Told(PublishedTasks published, TaskObserver observer) {}

  Settlement(TaskStore store, Results results, Files files, Outcomes outcomes, Told told) {
    this.store = store;
    this.results = results;
    this.files = files;
    this.outcomes = outcomes;
    this.told = told;
  }

  /**
   * Settles a task that this worker owns.
   *
   * @return false where the lease is lost: nothing was stored or published
   * @throws InterruptedException the process ends; the message comes again
   */
  boolean settle(Run run, Outcome reached, Delivery delivery) throws InterruptedException {
    if (reached instanceof Completed completed && !kept(run, completed)) {
      return false;
    }
    Files.Placed placed = files.placed(run.task().id(), reached);
    Outcome outcome = placed.outcome();
    Result result = outcomes.result(run, outcome);
    byte[] json = results.encode(result);
    if (json.length > results.maxBytes() && !(outcome instanceof Outcome.Failed)) {
      return settle(run, placed.ifTooLarge(json.length, results.maxBytes()), delivery);
    }
    if (!stored(run, result, json)) {
      return false;
    }
    run.close(); // publishing needs neither permit nor agent
    results.publish(result.taskId(), result.status(), json, delivery.traceparent());
    if (outcome instanceof Outcome.Failed failed) {
      deadLetter(result.taskId(), failed.failure(), run.attempts(), delivery);
    }
    delivery.acknowledge();
    told.published().add(result.taskId());
    if (placed.unwritten() != null) {
      told.observer().artifactUnwritten(result.taskId(), placed.unwritten().message());
    }
    told.observer().ended(result);
    return true;
  }

  /**
   * Keeps an answer that is not stored in the very next step, so that a crash before costs no
   * second call.
   */
  private boolean kept(Run run, Completed completed) throws InterruptedException {
    boolean next = completed.answer().text().length() <= results.maxBytes();
    if (next && !files.writes(completed)) {
      return true;
    }
    byte[] answer = new KeptAnswer(run.agentId(), completed).encode();
    return answer.length > KeptAnswer.MAX_BYTES
        || Patience.outlast(() -> store.keepAnswer(run.lease(), run.attempts(), answer));
  }

  private boolean stored(Run run, Result result, byte[] json) throws InterruptedException {
    return Patience.outlast(
        () -> store.complete(run.lease(), result.status(), result.agentId(), run.attempts(), json));
  }

  /**
   * Settles a repeated message of a task that is done: the same bytes once more, and no call.
   *
   * @return false where it failed for a reason that only a newer worker knows: nothing was done
   * @throws InterruptedException the process ends; the message comes again
   */
  boolean settleAgain(TaskId id, Claim.Done done, Delivery delivery) throws InterruptedException {
    boolean hasFailed = done.status() == Status.FAILED;
    Results.FailedBefore failed = hasFailed ? results.failureIn(done.result()).orElse(null) : null;
    if (hasFailed && failed == null) {
      return false;
    }
    results.publish(id, done.status(), done.result(), delivery.traceparent());
    told.observer().republished(id);
    if (failed != null) {
      // The message may come again because the worker died before its dead letter was written.
      deadLetter(id, failed.failure(), failed.attempts(), delivery);
    }
    delivery.acknowledge();
    told.published().add(id); // whoever stored it may have died before it could say so
    return true;
  }

  /**
   * Settles a message that is no task: a failed result where an id could be read, unless that id is
   * known as a task's already; and a dead letter in any case.
   *
   * @throws InterruptedException the process ends; the message comes again
   */
  void reject(@Nullable TaskId id, Failure failure, Delivery delivery) throws InterruptedException {
    if (id != null) {
      byte[] result = results.encode(outcomes.rejection(id, failure));
      Claim.Done done = Patience.outlast(() -> store.reject(id, result)).orElse(null);
      if (done != null) {
        results.publish(id, done.status(), done.result(), delivery.traceparent());
        told.published().add(id);
      }
    }
    deadLetter(id, failure, 0, delivery);
    delivery.acknowledge();
  }

  private void deadLetter(@Nullable TaskId id, Failure failure, int attempts, Delivery delivery)
      throws InterruptedException {
    delivery.deadLetter(failure, attempts);
    told.observer().deadLettered(id, failure.code());
  }
}
