package dev.swarmworker.agent;

import java.util.Set;

/**
 * What is known of one agent. Guarded by the lock of its {@link IndexedAgents}.
 *
 * <p>With a million agents in turn, each choice touches one not seen for long. What a choice needs
 * is therefore all in here, and reached without a step to an object of the agent's own.
 */
final class Entry {

  /** Its number in the index, as long as it is there. */
  final int index;

  Health health = Health.HEALTHY;
  int inFlight;

  /** Where the index has it now. */
  int level = Levels.NOWHERE;

  private long performance = Performance.UNTRIED.bits();
  private Agent agent;
  private int maxConcurrency;
  private Set<String> capabilities;
  private String type;

  Entry(int index, Agent agent) {
    this.index = index;
    this.agent = agent;
    this.maxConcurrency = agent.maxConcurrency();
    this.capabilities = CapabilityName.canonical(agent.capabilities());
    this.type = CapabilityName.canonical(agent.type());
  }

  Agent agent() {
    return agent;
  }

  void reconfigure(Agent changed) {
    agent = changed;
    maxConcurrency = changed.maxConcurrency();
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

  Performance performance() {
    return Performance.of(performance);
  }

  void performance(Performance now) {
    performance = now.bits();
  }

  boolean meets(Query query) {
    return (query.type() == null || query.type().equals(type))
        && capabilities.containsAll(query.capabilities());
  }

  /** The level it belongs on. */
  int levelBy(SelectionPolicy policy) {
    boolean free = inFlight < maxConcurrency && health.admits();
    return free ? policy.level(inFlight, performance()) : Levels.NOWHERE;
  }
}
