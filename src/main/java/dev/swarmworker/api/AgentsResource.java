package dev.swarmworker.api;

import dev.swarmworker.agent.Agents;
import dev.swarmworker.agent.Agents.AgentView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;

/** The agents of this worker. Where they are reached, and with what key, is nobody's business. */
@Path("/agents")
@Produces(MediaType.APPLICATION_JSON)
public final class AgentsResource {

  private final Agents agents;

  AgentsResource(Agents agents) {
    this.agents = agents;
  }

  /** One agent. */
  record AgentJson(
      String id,
      String type,
      List<String> capabilities,
      String model,
      String provider,
      int inFlight,
      int maxConcurrency,
      String health) {

    static AgentJson of(AgentView view) {
      return new AgentJson(
          view.agent().id(),
          view.agent().type(),
          view.agent().capabilities().stream().sorted().toList(),
          view.agent().model(),
          view.agent().provider().protocol().name().toLowerCase(Locale.ROOT),
          view.inFlight(),
          view.agent().maxConcurrency(),
          view.healthy() ? "healthy" : "unhealthy");
    }
  }

  @GET
  public List<AgentJson> list() {
    return agents.list().stream().map(AgentJson::of).toList();
  }
}
