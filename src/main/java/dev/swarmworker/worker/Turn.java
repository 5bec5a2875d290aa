package dev.swarmworker.worker;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.dispatch.Permit;
import dev.swarmworker.task.Outcome;

/** What a task needs to run: one of the worker's permits, and a slot of a capable agent. */
sealed interface Turn extends AutoCloseable {

  @Override
  default void close() {}

  /** Gives it back before its time. */
  default void giveBack() {
    close();
  }

  /** Both are the task's until closed. */
  record Taken(Permit permit, Assignment assignment) implements Turn {
    Agent agent() {
      return assignment.agent();
    }

    @Override
    public void close() {
      assignment.close(); // first, for the permit goes to whoever can use both
      permit.close();
    }
  }

  /** A permit, but no agent has what the task asks for. */
  record NobodyCapable(Permit permit, String reason) implements Turn {
    @Override
    public void close() {
      permit.close();
    }
  }

  /**
   * Neither, since no call is to be made.
   *
   * @param outcome what the task has come to: its deadline passed, or somebody asked for its end
   */
  record TooLate(Outcome outcome) implements Turn {}

  /** Neither: the worker starts nothing more. */
  record Draining() implements Turn {}
}
