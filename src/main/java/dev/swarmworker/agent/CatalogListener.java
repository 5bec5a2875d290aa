package dev.swarmworker.agent;

import java.util.List;

/**
 * Is told when the agents are configured anew, on the thread that does so. Who throws what nobody
 * expects is told again: from the beginning, and of the same agents.
 */
public interface CatalogListener {

  /**
   * These will be all agents: what they need is to be there before a task can get one.
   *
   * @throws IllegalArgumentException they cannot be had, for a reason that is fit for logs: none
   *     comes
   */
  default void coming(List<Agent> agents) {}

  /** These are all agents. */
  default void arrived(List<Agent> agents) {}
}
