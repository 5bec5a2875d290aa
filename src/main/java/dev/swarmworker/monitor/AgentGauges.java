package dev.swarmworker.monitor;

import dev.swarmworker.agent.Agents;
import dev.swarmworker.agent.Agents.AgentView;
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
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The agents and their endpoints as metrics. Each is a label of its own, and configuration bounds
 * how many there are.
 */
@Singleton
final class AgentGauges {

  /** Endpoints are made by an observer of the same event, in the usual order. */
  private static final int AFTER_ENDPOINTS = Interceptor.Priority.APPLICATION + 1000;

  private final Agents agents;
  private final LlmStatus llm;

  AgentGauges(Agents agents, LlmStatus llm) {
    this.agents = agents;
    this.llm = llm;
  }

  void bind(@Observes @Priority(AFTER_ENDPOINTS) StartupEvent started, MeterRegistry registry) {
    Glance glance = new Glance(agents, System::nanoTime);
    for (AgentView view : agents.list()) {
      String id = view.agent().id();
      agent(registry, glance, id, "swarm.agent.in.flight", "Calls under way", AgentView::inFlight);
      agent(
          registry,
          glance,
          id,
          "swarm.agent.healthy",
          "1, or 0 while the agent is left out because its upstream fails",
          agent -> agent.healthy() ? 1 : 0);
    }
    llm.breakers().keySet().forEach(endpoint -> breaker(registry, endpoint));
  }

  private static void agent(
      MeterRegistry registry,
      Glance glance,
      String id,
      String name,
      String description,
      ToDoubleFunction<AgentView> value) {
    Gauge.builder(name, () -> glance.of(id, value))
        .description(description)
        .tag("agent", id)
        .register(registry);
  }

  private void breaker(MeterRegistry registry, String endpoint) {
    Gauge.builder("swarm.breaker.state", llm, status -> number(status.breakers().get(endpoint)))
        .description("Circuit breaker: 0 closed, 1 half open, 2 open")
        .tag("endpoint", endpoint)
        .register(registry);
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
