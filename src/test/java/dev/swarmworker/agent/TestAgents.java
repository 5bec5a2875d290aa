package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.agent.Agents.Assignment;
import dev.swarmworker.agent.Agents.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Agents and demands in few words, and a listener that writes down. */
final class TestAgents {

  static final Duration COOL_DOWN = Duration.ofSeconds(30);

  private static final Agent.Provider PROVIDER =
      new Agent.Provider(Agent.Protocol.ANTHROPIC, "http://localhost", "secret");

  private TestAgents() {}

  static Agent agent(String id, int maxConcurrency, String... capabilities) {
    return agent(id, "worker", maxConcurrency, Set.of(capabilities));
  }

  static Agent agent(String id, String type, int maxConcurrency, Set<String> capabilities) {
    return new Agent(id, type, capabilities, "model", null, PROVIDER, maxConcurrency);
  }

  static Demand demand(String... capabilities) {
    return new Demand(Set.of(capabilities), null, List.of(), Set.of());
  }

  static IndexedAgents.Settings settings(SelectionPolicy policy) {
    return new IndexedAgents.Settings(policy, 3, COOL_DOWN);
  }

  static Assignment assigned(Selection selection) {
    assertThat(selection).isInstanceOf(Selection.Assigned.class);
    return ((Selection.Assigned) selection).assignment();
  }

  static final class Diary implements AgentListener {
    final List<String> lines = new ArrayList<>();

    @Override
    public void unhealthy(Agent agent) {
      lines.add("unhealthy " + agent.id());
    }

    @Override
    public void recovered(Agent agent) {
      lines.add("recovered " + agent.id());
    }
  }
}
