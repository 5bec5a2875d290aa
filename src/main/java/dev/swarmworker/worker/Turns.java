package dev.swarmworker.worker;

import dev.swarmworker.agent.Agents;
import dev.swarmworker.agent.Agents.Selection;
import dev.swarmworker.agent.Demand;
import dev.swarmworker.dispatch.Admission;
import dev.swarmworker.dispatch.Permit;
import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Lets a task wait for its turn: first for a permit, by priority, then for an agent's slot. */
final class Turns {

  /** How long a task stands aside, without a permit, when every capable agent is full. */
  private static final Duration ASIDE = Duration.ofMillis(50);

  private static final Duration LONG = Duration.ofDays(365);

  private final Permits permits;
  private final Agents agents;
  private final InstantSource clock;

  Turns(Permits permits, Agents agents, InstantSource clock) {
    this.permits = permits;
    this.agents = agents;
    this.clock = clock;
  }

  /**
   * Waits until the task may run, or need not.
   *
   * @throws StoppedException the flight was stopped while it waited
   */
  Turn await(Task task, Flight flight) throws StoppedException, InterruptedException {
    Demand demand = demandOf(task);
    while (true) {
      switch (permit(task, flight)) {
        case Permit permit -> {
          Turn turn = turn(permit, demand);
          if (turn != null) {
            return turn;
          }
        }
        case Admission.Refusal refusal -> {
          return switch (refusal) {
            case TIMED_OUT -> new Turn.TooLate(Outcomes.deadlineExceeded());
            case DRAINING -> new Turn.Draining();
          };
        }
      }
      flight.pause(ASIDE);
    }
  }

  private Admission permit(Task task, Flight flight) throws StoppedException, InterruptedException {
    Instant deadline = task.constraints().deadline();
    Duration left = deadline == null ? LONG : Duration.between(clock.instant(), deadline);
    Duration bound = left.compareTo(LONG) < 0 ? left : LONG;
    if (bound.isNegative() || bound.isZero()) {
      return Admission.Refusal.TIMED_OUT;
    }
    return flight.await(() -> permits.acquire(task.priority(), flight.since(), bound));
  }

  private @Nullable Turn turn(Permit permit, Demand demand) {
    try {
      return switch (agents.select(demand)) {
        case Selection.Assigned assigned -> new Turn.Taken(permit, assigned.assignment());
        case Selection.NoneCapable none -> new Turn.NobodyCapable(permit, none.reason());
        case Selection.Busy _ -> {
          permit.close();
          yield null;
        }
      };
    } catch (RuntimeException e) {
      permit.close(); // or one less would run for ever
      throw e;
    }
  }

  /** What a task asks of its agent. */
  static Demand demandOf(Task task) {
    return new Demand(
        task.requirements().capabilities(),
        task.requirements().agentType(),
        task.constraints().preferredAgents(),
        task.constraints().excludedAgents());
  }
}
