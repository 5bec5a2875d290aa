package dev.swarmworker.worker;

import dev.swarmworker.result.Results;
import dev.swarmworker.state.Lease;
import dev.swarmworker.state.PublishedTasks;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.StoppedException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The life of a task, from its message to its acknowledgement. One virtual thread walks through it
 * for each delivery; the order of the steps is what makes the contract's invariants hold:
 *
 * <ol>
 *   <li>a turn: permit and agent;
 *   <li>the claim: new, held by another, or done;
 *   <li>upstream calls, until one settles the task;
 *   <li>the result stored, under the lease;
 *   <li>the stored bytes published, and the dead letter of a failed task;
 *   <li>the message acknowledged.
 * </ol>
 *
 * A crash between two steps leads back to the claim, which knows how far the task had come.
 */
public final class TaskProcessor {

  private final Turns turns;
  private final TaskStore store;
  private final Attempts attempts;
  private final Results results;
  private final Surroundings around;

  TaskProcessor(
      Turns turns, TaskStore store, Attempts attempts, Results results, Surroundings around) {
    this.turns = turns;
    this.store = store;
    this.attempts = attempts;
    this.results = results;
    this.around = around;
  }

  /**
   * What a task's life touches besides.
   *
   * @param inFlight the deliveries in this process
   * @param leases keeps the lease while the task runs
   * @param files holds what is too large for a topic
   * @param outcomes puts an outcome into words
   * @param published remembers whose outcome may be evicted
   * @param observer is told
   */
  record Surroundings(
      InFlight inFlight,
      LeaseKeeper leases,
      Files files,
      Outcomes outcomes,
      PublishedTasks published,
      TaskObserver observer) {}

  /** What comes after a look at a task. */
  private sealed interface Next {
    /** This delivery is over: acknowledged, or left to others. */
    record Over() implements Next {}

    /** Look again when this time is over, or another delivery of the task in this process is. */
    record LookAgain(Duration after) implements Next {}
  }

  /** The owner may well be done long before its lease ends. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final Next OVER = new Next.Over();
  private static final Next AT_ONCE = new Next.LookAgain(Duration.ZERO);

  /**
   * Sees a task through. Returns when its message is acknowledged, or is no longer this worker's.
   *
   * @throws InterruptedException the process ends; the message comes again
   */
  public void process(Task task, Delivery delivery) throws InterruptedException {
    around.observer().received(task.id());
    Flight flight = around.inFlight().enter(task.id());
    try {
      Next next = AT_ONCE;
      while (next instanceof Next.LookAgain again && delivery.isCurrent()) {
        next = waited(flight, again.after()) ? look(task, flight, delivery) : OVER;
      }
    } finally {
      around.inFlight().leave(flight);
    }
  }

  /**
   * Sees a message out that is no task, but bears an id: a failed result, unless that id has an
   * owner or an outcome; and a dead letter in any case.
   *
   * @throws InterruptedException the process ends; the message comes again
   */
  public void reject(@Nullable TaskId id, Failure failure, Delivery delivery)
      throws InterruptedException {
    if (id != null) {
      byte[] result = results.encode(around.outcomes().rejection(id, failure));
      Claim.Done done = Patience.outlast(() -> store.reject(id, result)).orElse(null);
      if (done != null) {
        results.publish(id, done.status(), done.result(), delivery.traceparent());
      }
    }
    deadLetter(id, failure, 0, delivery);
    delivery.acknowledge();
  }

  private Next look(Task task, Flight flight, Delivery delivery) throws InterruptedException {
    Turn turn = turnOf(task, flight);
    try (turn) {
      if (turn instanceof Turn.Draining || !delivery.isCurrent()) {
        around.observer().leftToOthers(task.id());
        return OVER;
      }
      return switch (Patience.outlast(() -> store.claim(task.id(), agentId(turn)))) {
        case Claim.Done done -> republish(task, done, delivery);
        case Claim.Evicted _ -> {
          delivery.acknowledge(); // its result is on its topic, and nothing is left to publish
          yield OVER;
        }
        case Claim.Held held -> {
          around.observer().held(task.id());
          yield new Next.LookAgain(held.remaining().compareTo(SOON) < 0 ? held.remaining() : SOON);
        }
        case Claim.Granted granted -> own(task, granted.lease(), turn, flight, delivery);
      };
    }
  }

  private Turn turnOf(Task task, Flight flight) throws InterruptedException {
    while (true) {
      try {
        return turns.await(task, flight);
      } catch (StoppedException e) {
        switch (e.reason()) {
          case DRAINING -> {
            return new Turn.Draining();
          }
          case CANCELLED -> {
            return new Turn.TooLate(Outcomes.cancelled());
          }
          case LEASE_LOST -> {} // of an earlier claim, told late
        }
      }
    }
  }

  private Next own(Task task, Lease lease, Turn turn, Flight flight, Delivery delivery)
      throws InterruptedException {
    flight.noLongerQueued();
    around.observer().claimed(task.id(), lease.losses());
    try (LeaseKeeper.Kept _ = around.leases().keep(lease, flight);
        Run run = new Run(task, lease, flight, turn, around.outcomes().now())) {
      try {
        return finish(run, settled(run), delivery);
      } catch (StoppedException e) {
        return switch (e.reason()) {
          case CANCELLED -> finish(run, Outcomes.cancelled(), delivery);
          case LEASE_LOST -> lost(task);
          case DRAINING -> giveBack(run);
        };
      }
    }
  }

  private Outcome settled(Run run) throws StoppedException, InterruptedException {
    return switch (around.files().attachedTo(run.task())) {
      case Files.Attached.All all -> attempts.untilSettled(run, all.attachments());
      case Files.Attached.Missing missing -> new Outcome.Failed(missing.failure());
    };
  }

  private Next finish(Run run, Outcome reached, Delivery delivery) throws InterruptedException {
    Outcome outcome = around.files().placed(run.task().id(), reached);
    Result result = around.outcomes().result(run, outcome);
    byte[] json = results.encode(result);
    if (json.length > results.maxBytes() && !(outcome instanceof Outcome.Failed)) {
      return finish(run, Outcomes.tooLarge(json.length, results.maxBytes()), delivery);
    }
    boolean stored =
        Patience.outlast(
            () ->
                store.complete(
                    run.lease(), result.status(), result.agentId(), run.attempts(), json));
    if (!stored) {
      return lost(run.task());
    }
    run.close(); // publishing needs neither permit nor agent
    results.publish(result.taskId(), result.status(), json, delivery.traceparent());
    if (outcome instanceof Outcome.Failed failed) {
      deadLetter(result.taskId(), failed.failure(), run.attempts(), delivery);
    }
    delivery.acknowledge();
    around.published().add(result.taskId());
    around.observer().ended(result);
    return OVER;
  }

  private Next republish(Task task, Claim.Done done, Delivery delivery)
      throws InterruptedException {
    results.publish(task.id(), done.status(), done.result(), delivery.traceparent());
    around.observer().republished(task.id());
    if (done.status() == Status.FAILED) {
      // The message may come again because the worker died before its dead letter was written.
      Results.FailedBefore failed = results.failureIn(done.result());
      deadLetter(task.id(), failed.failure(), failed.attempts(), delivery);
    }
    delivery.acknowledge();
    return OVER;
  }

  private Next lost(Task task) {
    around.observer().leaseLost(task.id());
    return AT_ONCE;
  }

  private Next giveBack(Run run) throws InterruptedException {
    Patience.outlast(
        () -> {
          store.release(run.lease(), run.attempts());
          return true;
        });
    around.observer().leftToOthers(run.task().id());
    return OVER;
  }

  private void deadLetter(@Nullable TaskId id, Failure failure, int calls, Delivery delivery)
      throws InterruptedException {
    delivery.deadLetter(failure, calls);
    around.observer().deadLettered(id, failure.code());
  }

  /** Waits before another look; false where the worker drains meanwhile. */
  private boolean waited(Flight flight, Duration time) throws InterruptedException {
    if (time.isZero()) {
      return true;
    }
    CompletableFuture<?>[] others =
        around.inFlight().besides(flight).stream()
            .map(Flight::landed)
            .toArray(CompletableFuture<?>[]::new);
    try {
      return flight.await(() -> landedOrPassed(others, time));
    } catch (StoppedException e) {
      return e.reason() != Reason.DRAINING;
    }
  }

  private static boolean landedOrPassed(CompletableFuture<?>[] others, Duration time)
      throws InterruptedException {
    if (others.length == 0) {
      Patience.pause(time);
      return true;
    }
    try {
      CompletableFuture.anyOf(others).get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return true; // either way it is time to look again
    }
    return true;
  }

  private static @Nullable String agentId(Turn turn) {
    return turn instanceof Turn.Taken taken ? taken.agent().id() : null;
  }
}
