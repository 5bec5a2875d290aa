package dev.swarmworker.worker;

import dev.swarmworker.state.Lease;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Outcome;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a task, from its message to its acknowledgement. One virtual thread walks through it
 * for each delivery; the order of the steps is what makes the contract's invariants hold:
 *
 * <ol>
 *   <li>a turn: permit and agent ({@link Turns});
 *   <li>the claim: new, held by another, answered before, or done;
 *   <li>what the task needs from files, and upstream calls until one settles it ({@link Attempts});
 *   <li>the result stored under the lease, published, its dead letter, the acknowledgement ({@link
 *       Settlement}).
 * </ol>
 *
 * A crash between two steps leads back to the claim, which knows how far the task had come.
 */
final class TaskProcessor implements Processor {

  private static final Next OVER = new Next.Over();
  private static final Next AT_ONCE = new Next.LookAgain(Duration.ZERO);

  /** An owner may well be done long before its lease ends. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private final Turns turns;
  private final TaskStore store;
  private final Attempts attempts;
  private final Settlement settlement;
  private final Surroundings around;

  /**
   * What a task's life touches besides.
   *
   * @param inFlight the deliveries in this process
   * @param leases keeps the lease while the task runs
   * @param files holds what is too large for a topic
   * @param outcomes knows the time, and words for ends that need no call
   * @param observer is told
   */
  record Surroundings(
      InFlight inFlight,
      LeaseKeeper leases,
      Files files,
      Outcomes outcomes,
      TaskObserver observer) {}

  /** What comes after a look at a task. */
  private sealed interface Next {
    /** This delivery is over: acknowledged, or left to others. */
    record Over() implements Next {}

    /** Look again when this time is over, or another delivery of the task in this process is. */
    record LookAgain(Duration after) implements Next {}
  }

  TaskProcessor(
      Turns turns, TaskStore store, Attempts attempts, Settlement settlement, Surroundings around) {
    this.turns = turns;
    this.store = store;
    this.attempts = attempts;
    this.settlement = settlement;
    this.around = around;
  }

  @Override
  public void process(Task task, Delivery delivery) throws InterruptedException {
    around.observer().received(task.id());
    Flight flight = around.inFlight().enter(task.id());
    try {
      Next next = AT_ONCE;
      while (next instanceof Next.LookAgain again && delivery.isCurrent()) {
        next =
            around.inFlight().waited(flight, again.after()) ? look(task, flight, delivery) : OVER;
      }
    } finally {
      around.inFlight().leave(flight);
    }
  }

  @Override
  public void reject(@Nullable TaskId id, Failure failure, Delivery delivery)
      throws InterruptedException {
    settlement.reject(id, failure, delivery);
  }

  private Next look(Task task, Flight flight, Delivery delivery) throws InterruptedException {
    try (Turn turn = turn(task, flight)) {
      if (turn instanceof Turn.Draining || !delivery.isCurrent()) {
        return leftToOthers(task);
      }
      around.observer().claiming(task.id());
      String token = store.newToken(); // of this look: repeated, it claims nothing twice
      return switch (Patience.outlast(() -> store.claim(task.id(), agentId(turn), token))) {
        case Claim.Granted granted -> own(task, granted, turn, flight, delivery);
        case Claim.Held(Duration remaining) -> {
          around.observer().held(task.id());
          yield new Next.LookAgain(remaining.compareTo(SOON) < 0 ? remaining : SOON);
        }
        case Claim.Done done -> {
          around.observer().doneBefore(task.id());
          turn.giveBack(); // publishing needs neither permit nor agent
          yield settlement.settleAgain(task.id(), done, delivery) ? OVER : leftToNewer(task);
        }
        case Claim.Newer _ -> leftToNewer(task);
        case Claim.Evicted _ -> {
          around.observer().doneBefore(task.id());
          delivery.acknowledge(); // its result is on its topic, and nothing is left to publish
          yield OVER;
        }
      };
    }
  }

  private Turn turn(Task task, Flight flight) throws InterruptedException {
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

  private Next own(Task task, Claim.Granted granted, Turn turn, Flight flight, Delivery delivery)
      throws InterruptedException {
    Lease lease = granted.lease();
    flight.noLongerQueued();
    flight.forgetLostLease();
    around.observer().claimed(task.id(), lease.losses());
    try (LeaseKeeper.Kept _ = around.leases().keep(lease, flight);
        Run run = new Run(task, lease, flight, turn, around.outcomes().now())) {
      try {
        return settled(run, outcome(run, granted), delivery);
      } catch (StoppedException e) {
        return switch (e.reason()) {
          case CANCELLED -> settled(run, Outcomes.cancelled(), delivery);
          case LEASE_LOST -> lost(task);
          case DRAINING -> givenBack(run);
        };
      }
    }
  }

  private Next settled(Run run, Outcome outcome, Delivery delivery) throws InterruptedException {
    return settlement.settle(run, outcome, delivery) ? OVER : lost(run.task());
  }

  private Outcome outcome(Run run, Claim.Granted granted)
      throws StoppedException, InterruptedException {
    byte[] kept = granted.answer();
    if (kept != null) {
      // before it is read: even that may be what kills
      Optional<Outcome> end = attempts.withoutSettling(granted.settlersLost());
      return end.isPresent() ? end.get() : keptBefore(run, kept);
    }
    Optional<Outcome> early = attempts.withoutCall(run);
    if (early.isPresent()) {
      return early.get();
    }
    return switch (around.files().attachedTo(run.task())) {
      case Files.Attached.All all -> attempts.untilSettled(run, all.attachments());
      case Files.Attached.Missing missing -> new Outcome.Failed(missing.failure());
    };
  }

  /** An answer is paid for: neither a deadline nor a cancellation makes it void. */
  private Outcome keptBefore(Run run, byte[] answer) {
    around.observer().answerKept(run.task().id());
    Optional<KeptAnswer> kept = KeptAnswer.decode(answer);
    if (kept.isEmpty()) {
      return Outcomes.unreadable();
    }
    run.assign(kept.get().agentId(), kept.get().completed().answer().model());
    return kept.get().completed();
  }

  private Next lost(Task task) {
    around.observer().leaseLost(task.id());
    return AT_ONCE;
  }

  private Next givenBack(Run run) throws InterruptedException {
    Patience.outlast(
        () -> {
          store.release(run.lease(), run.attempts(), run.isInCall());
          return true;
        });
    return leftToOthers(run.task());
  }

  /** Neither touched nor acknowledged: a newer worker ends it, or takes its partition over. */
  private Next leftToNewer(Task task) {
    around.observer().newer(task.id());
    return new Next.LookAgain(SOON);
  }

  private Next leftToOthers(Task task) {
    around.observer().leftToOthers(task.id());
    return OVER;
  }

  private static @Nullable String agentId(Turn turn) {
    return turn instanceof Turn.Taken taken ? taken.agent().id() : null;
  }
}
