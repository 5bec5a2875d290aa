package dev.swarmworker.agent;

import java.util.List;

/** Is told when the agents are configured anew, on the thread that does so. */
public interface CatalogListener {

  /** These will be all agents: what they need is to be there before a task can get one. */
  default void coming(List<Agent> agents) {}

  /** These are all agents. */
  default void arrived(List<Agent> agents) {}
}
