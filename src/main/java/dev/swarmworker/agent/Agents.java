package dev.swarmworker.agent;

import java.util.List;

/** The agents of this worker and the choice among them. Safe for many threads; never blocks. */
public interface Agents {

  /** Chooses an agent and takes one of its slots. */
  Selection select(Demand demand);

  /** Every agent with its present load and health, by id. */
  List<AgentView> list();

  /** What a choice came to. */
  sealed interface Selection {
    /** The slot is the caller's until it closes it. */
    record Assigned(Assignment assignment) implements Selection {}

    /** Capable agents exist, but each is full or cooling down: ask again later. */
    record Busy() implements Selection {}

    /**
     * No configured agent, free or not, has what is asked.
     *
     * @param reason names what is missing
     */
    record NoneCapable(String reason) implements Selection {}
  }

  /** One slot of one agent. At most one report counts; closed without one, it counts as ignored. */
  interface Assignment extends AutoCloseable {
    Agent agent();

    /**
     * Names how all agents were configured when this one was chosen: the same as long as they would
     * answer the same, also in another worker whose agents are configured alike. What they are
     * configured to meanwhile is no matter of this call.
     */
    String configuration();

    /** The agent answered: its upstream works. */
    void succeeded(long nanos);

    /**
     * The agent refused this one task: its upstream works, but gave no answer. A quick refusal does
     * not make a quick agent.
     */
    void refused();

    /** The agent's upstream failed. */
    void failed();

    /** Nothing was learnt of the agent's health. */
    void ignored();

    /** Gives the slot back. */
    @Override
    void close();
  }

  /** An agent, seen from outside. */
  record AgentView(Agent agent, int inFlight, boolean healthy) {}
}
