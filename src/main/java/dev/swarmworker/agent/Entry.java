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

  static Entry of(int number, Agent agent) {
    return new Entry(
        number,
        agent,
        CapabilityName.canonical(agent.capabilities()),
        CapabilityName.canonical(agent.type()));
  }

  boolean meets(Query query) {
    return (query.type() == null || query.type().equals(type))
        && capabilities.containsAll(query.capabilities());
  }
}
