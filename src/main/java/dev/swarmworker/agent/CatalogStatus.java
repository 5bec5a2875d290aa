package dev.swarmworker.agent;

/** What can be seen of the file of agents. Safe for many threads; never blocks. */
public interface CatalogStatus {

  /** Whether the agents are those of the file as it stands; true where there is no file. */
  boolean isCurrent();
}
