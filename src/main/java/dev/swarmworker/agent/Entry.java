package dev.swarmworker.agent;

import java.util.Set;

/**
 * An agent as it is configured. What changes with its calls is in {@link Standing}.
 *
 * @param number its place in every array and bitmap, as long as it or a call of it is there
 * @param capabilities canonical names
 * @param type canonical name
 */
record Entry(int number, Agent agent, Set<String> capabilities, String type) {

  private static final int NO_NUMBER = -1;

  /** Without a number yet. */
  static Entry of(Agent agent) {
    return new Entry(
        NO_NUMBER,
        agent,
        CapabilityName.canonical(agent.capabilities()),
        CapabilityName.canonical(agent.type()));
  }

  Entry at(int place) {
    return new Entry(place, agent, capabilities, type);
  }

  boolean meets(Query query) {
    return (query.type() == null || query.type().equals(type))
        && capabilities.containsAll(query.capabilities());
  }
}
