package dev.swarmworker.monitor;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.llm.LlmStatus;
import dev.swarmworker.llm.PoolStats;
import dev.swarmworker.state.FleetClock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** What is there at the moment somebody asks. */
@Singleton
final class WorkerGauges implements MeterBinder {

  private final Dispatcher dispatcher;
  private final LlmStatus llm;
  private final FleetClock clock;

  WorkerGauges(Dispatcher dispatcher, LlmStatus llm, FleetClock clock) {
    this.clock = clock;
    this.dispatcher = dispatcher;
    this.llm = llm;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    dispatch(
        registry, "swarm.tasks.in.flight", "Tasks held, running or waiting", s -> s.inFlight());
    dispatch(registry, "swarm.places", "Tasks that can be held", s -> s.places());
    dispatch(registry, "swarm.permits", "Tasks that can run at once", s -> s.permits().limit());
    dispatch(registry, "swarm.permits.in.use", "Tasks running", s -> s.permits().inUse());
    dispatch(
        registry, "swarm.tasks.queued", "Tasks waiting for a permit", s -> s.permits().waiting());
    dispatch(
        registry,
        "swarm.tasks.queued.oldest.seconds",
        "How long the oldest of the waiting tasks has waited",
        s -> s.permits().oldestWait().toNanos() / 1e9);

    connections(registry, "active", PoolStats::inUse);
    connections(registry, "idle", PoolStats::idle);
    Gauge.builder("swarm.pool.pending", llm, l -> l.pool().waiting())
        .description("Calls waiting for an upstream connection")
        .register(registry);
    FunctionCounter.builder("swarm.pool.connections.opened", llm, l -> l.pool().opened())
        .description("Upstream connections opened since start")
        .register(registry);
    Gauge.builder("swarm.clock.offset.seconds", clock, c -> c.offset().toNanos() / 1e9)
        .description("Redis' time less this worker's own clock")
        .register(registry);
  }

  private void dispatch(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<Dispatcher.Snapshot> value) {
    Gauge.builder(name, dispatcher, d -> value.applyAsDouble(d.snapshot()))
        .description(description)
        .register(registry);
  }

  private void connections(
      MeterRegistry registry, String state, ToDoubleFunction<PoolStats> value) {
    Gauge.builder("swarm.pool.connections", llm, l -> value.applyAsDouble(l.pool()))
        .description("Upstream connections by state")
        .tag("state", state)
        .register(registry);
  }
}
