package dev.swarmworker.monitor;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.agent.Agents;
import dev.swarmworker.agent.Agents.AgentView;
import dev.swarmworker.agent.CatalogListener;
import dev.swarmworker.agent.CatalogStatus;
import dev.swarmworker.llm.LlmStatus;
import dev.swarmworker.llm.LlmStatus.BreakerState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The agents and their endpoints as metrics. Each is a label of its own, and configuration bounds
 * how many there are.
 */
@Singleton
final class AgentGauges implements CatalogListener {

  /** Endpoints are made by an observer of the same event, in the usual order. */
  private static final int AFTER_ENDPOINTS = Interceptor.Priority.APPLICATION + 1000;

  private final LlmStatus llm;
  private final MeterRegistry registry;
  private final Glance glance;
  private final Map<String, List<Gauge>> byAgent = new HashMap<>();
  private final Set<String> endpoints = new HashSet<>();

  AgentGauges(Agents agents, LlmStatus llm, MeterRegistry registry) {
    this.llm = llm;
    this.registry = registry;
    this.glance = new Glance(agents, System::nanoTime);
  }

  void bind(
      @Observes @Priority(AFTER_ENDPOINTS) StartupEvent started,
      Agents agents,
      CatalogStatus catalog) {
    Gauge.builder("swarm.catalog.current", () -> catalog.isCurrent() ? 1 : 0)
        .description("1, or 0 while the agents are not those of swarm.catalog.file as it stands")
        .register(registry);
    arrived(agents.list().stream().map(AgentView::agent).toList());
  }

  /** An agent that has gone takes its gauges with it: it is neither healthy nor the contrary. */
  @Override
  public synchronized void arrived(List<Agent> agents) {
    Set<String> ids = agents.stream().map(Agent::id).collect(Collectors.toSet());
    byAgent.forEach((id, gauges) -> removeUnless(ids.contains(id), gauges));
    byAgent.keySet().retainAll(ids);
    ids.forEach(id -> byAgent.computeIfAbsent(id, this::gauges));
    llm.breakers().keySet().forEach(this::breaker);
  }

  private void removeUnless(boolean there, List<Gauge> gauges) {
    if (!there) {
      gauges.forEach(registry::remove);
    }
  }

  private List<Gauge> gauges(String id) {
    return List.of(
        agent(id, "swarm.agent.in.flight", "Calls under way", AgentView::inFlight),
        agent(
            id,
            "swarm.agent.healthy",
            "1, or 0 while the agent is left out because its upstream fails",
            agent -> agent.healthy() ? 1 : 0));
  }

  private Gauge agent(
      String id, String name, String description, ToDoubleFunction<AgentView> value) {
    return Gauge.builder(name, () -> glance.of(id, value))
        .description(description)
        .tag("agent", id)
        .register(registry);
  }

  private void breaker(String endpoint) {
    if (endpoints.add(endpoint)) {
      Gauge.builder("swarm.breaker.state", llm, status -> number(status.breakers().get(endpoint)))
          .description("Circuit breaker: 0 closed, 1 half open, 2 open")
          .tag("endpoint", endpoint)
          .register(registry);
    }
  }

  private static double number(@Nullable BreakerState state) {
    return switch (state) {
      case null -> Double.NaN;
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  /** All agents, looked at once for a scrape that asks for each of them. */
  private static final class Glance {

    private static final long LASTS = Duration.ofMillis(100).toNanos();

    private final Agents agents;
    private final LongSupplier ticker;
    private Map<String, AgentView> seen = Map.of();
    private long at;

    Glance(Agents agents, LongSupplier ticker) {
      this.agents = agents;
      this.ticker = ticker;
    }

    synchronized double of(String id, ToDoubleFunction<AgentView> value) {
      long now = ticker.getAsLong();
      if (seen.isEmpty() || now - at > LASTS) {
        seen = agents.list().stream().collect(Collectors.toMap(v -> v.agent().id(), v -> v));
        at = now;
      }
      @Nullable AgentView view = seen.get(id);
      return view == null ? Double.NaN : value.applyAsDouble(view);
    }
  }
}
