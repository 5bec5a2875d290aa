package dev.swarmworker.agent;

import java.util.Set;

/** What is known of one agent. Guarded by the lock of its {@link IndexedAgents}. */
final class Entry {

  /** Its number in the index, as long as it is there. */
  final int index;

  final Health health;
  final Performance performance = new Performance();
  int inFlight;

  /** Where the index has it now. */
  int level = Levels.NOWHERE;

  private Agent agent;
  private Set<String> capabilities;
  private String type;

  Entry(int index, Agent agent, Health health) {
    this.index = index;
    this.health = health;
    this.agent = agent;
    this.capabilities = CapabilityName.canonical(agent.capabilities());
    this.type = CapabilityName.canonical(agent.type());
  }

  Agent agent() {
    return agent;
  }

  void reconfigure(Agent changed) {
    agent = changed;
    capabilities = CapabilityName.canonical(changed.capabilities());
    type = CapabilityName.canonical(changed.type());
  }

  /** Canonical names. */
  Set<String> capabilities() {
    return capabilities;
  }

  /** Canonical name. */
  String type() {
    return type;
  }

  boolean meets(Query query) {
    return (query.type() == null || query.type().equals(type))
        && capabilities.containsAll(query.capabilities());
  }

  /** The level it belongs on. */
  int levelBy(SelectionPolicy policy) {
    boolean free = inFlight < agent.maxConcurrency() && health.admits();
    return free ? policy.level(inFlight, performance) : Levels.NOWHERE;
  }
}
