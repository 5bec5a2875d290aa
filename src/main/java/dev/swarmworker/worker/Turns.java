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

/**
 * Lets a task wait for its turn: for a permit and an agent's slot at once, in the order of the
 * permits' line. Who waits for a full agent keeps nobody waiting who wants another.
 */
final class Turns {

  /** Without end, and so without a timer. */
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

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
    AgentNeed agent = new AgentNeed(agents, demandOf(task));
    return switch (admission(task, flight, agent)) {
      case Permit permit -> turn(permit, agent.taken());
      case Admission.Refusal refusal ->
          switch (refusal) {
            case TIMED_OUT -> new Turn.TooLate(Outcomes.deadlineExceeded());
            case DRAINING -> new Turn.Draining();
          };
    };
  }

  private Admission admission(Task task, Flight flight, AgentNeed agent)
      throws StoppedException, InterruptedException {
    Instant deadline = task.constraints().deadline();
    Duration left = deadline == null ? FOREVER : Duration.between(clock.instant(), deadline);
    if (!left.isPositive()) {
      return Admission.Refusal.TIMED_OUT;
    }
    return flight.await(() -> permits.acquire(task.priority(), flight.since(), left, agent));
  }

  private static Turn turn(Permit permit, Selection taken) {
    return switch (taken) {
      case Selection.Assigned assigned -> new Turn.Taken(permit, assigned.assignment());
      case Selection.NoneCapable none -> new Turn.NobodyCapable(permit, none.reason());
      case Selection.Busy _ -> throw new IllegalStateException("a permit without an agent");
    };
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
