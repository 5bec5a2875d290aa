package dev.swarmworker.agent;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which agents are capable, in canonical names.
 *
 * @param capabilities all of these
 * @param type this, or any where null
 */
record Query(Set<String> capabilities, @Nullable String type) {

  static Query of(Demand demand) {
    String type = demand.type();
    return new Query(
        CapabilityName.canonical(demand.capabilities()),
        type == null ? null : CapabilityName.canonical(type));
  }
}
