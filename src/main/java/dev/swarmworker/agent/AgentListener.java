package dev.swarmworker.agent;

/** Is told when agents fall out and come back, on the reporting task's thread. Returns quickly. */
public interface AgentListener {

  /** An agent failed too often in a row and is left out for a while. */
  void unhealthy(Agent agent);

  /** An agent that was left out has answered again. */
  void recovered(Agent agent);
}
