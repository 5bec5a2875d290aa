package dev.swarmworker.agent;

import dev.swarmworker.agent.IndexedAgents.Settings;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Makes the agents available for injection. Before anything is connected, since a wrong
 * configuration stops the start.
 */
final class AgentBeans {

  @Produces
  @Singleton
  @Startup(1)
  IndexedAgents agents(
      AgentsConfig config,
      DefaultAgentConfig defaults,
      SelectionConfig selection,
      CatalogBeans file,
      @All List<AgentListener> listeners) {
    Settings settings =
        new Settings(selection.policy(), selection.failureThreshold(), selection.coolDown());
    IndexedAgents agents = new IndexedAgents(settings, System::nanoTime, new Listeners(listeners));
    agents.replace(catalog(config, defaults, file));
    return agents;
  }

  private static List<Agent> catalog(
      AgentsConfig config, DefaultAgentConfig defaults, CatalogBeans file) {
    try {
      return file.agents().orElseGet(() -> AgentCatalog.of(config, defaults));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage()); // with a cause it would be a stack trace
    }
  }

  /** Several as one. */
  private record Listeners(List<AgentListener> all) implements AgentListener {
    @Override
    public void unhealthy(Agent agent) {
      all.forEach(listener -> listener.unhealthy(agent));
    }

    @Override
    public void recovered(Agent agent) {
      all.forEach(listener -> listener.recovered(agent));
    }
  }
}
