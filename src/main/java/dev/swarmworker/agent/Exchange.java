package dev.swarmworker.agent;

import dev.swarmworker.agent.IndexedAgents.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to have these agents and no others: found out before anybody has to wait for it.
 *
 * @param gone ids of those to take out
 * @param added those to add, without a number yet
 * @param changed those to put in the place of others of the same id, without a number yet
 */
record Exchange(List<String> gone, List<Entry> added, List<Entry> changed) {

  /**
   * Compares.
   *
   * @param present by id
   * @param wanted each id once
   */
  static Exchange of(Map<String, Entry> present, List<Agent> wanted) {
    Set<String> ids = wanted.stream().map(Agent::id).collect(Collectors.toSet());
    List<Entry> added = new ArrayList<>();
    List<Entry> changed = new ArrayList<>();
    for (Agent agent : wanted) {
      @Nullable Entry known = present.get(agent.id());
      if (known == null) {
        added.add(Entry.of(agent));
      } else if (!known.agent().equals(agent)) {
        changed.add(Entry.of(agent));
      }
    }
    return new Exchange(
        present.keySet().stream().filter(id -> !ids.contains(id)).toList(), added, changed);
  }

  Change size() {
    return new Change(added.size(), changed.size(), gone.size());
  }
}
