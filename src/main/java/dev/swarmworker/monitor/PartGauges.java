package dev.swarmworker.monitor;

import dev.swarmworker.artifact.ArtifactStore;
import dev.swarmworker.artifact.FileStats;
import dev.swarmworker.artifact.Retention;
import dev.swarmworker.history.CircularBuffer;
import dev.swarmworker.history.EventHistory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/**
 * Cache, state, files, history and alerts as metrics. What is in Redis is as the monitor last saw
 * it: a scrape waits for nobody.
 */
@Singleton
final class PartGauges {

  private final PerformanceMonitor monitor;
  private final ArtifactStore artifacts;
  private final Retention retention;
  private final EventHistory history;
  private final SystemSampler system;

  PartGauges(
      PerformanceMonitor monitor,
      ArtifactStore artifacts,
      Retention retention,
      EventHistory history,
      SystemSampler system) {
    this.monitor = monitor;
    this.artifacts = artifacts;
    this.retention = retention;
    this.history = history;
    this.system = system;
  }

  void bind(@Observes StartupEvent started, MeterRegistry registry) {
    cache(registry);
    state(registry);
    files(registry);
    history(registry);
    for (AlertKind kind : AlertKind.values()) {
      Gauge.builder("swarm.alerts", monitor, m -> m.isActive(kind) ? 1 : 0)
          .description("Whether this alert is raised")
          .tag("kind", kind.wireName())
          .register(registry);
    }
    Gauge.builder("swarm.memory.rss", system, s -> (double) s.residentBytes())
        .description("Memory that the operating system holds for the process")
        .baseUnit("bytes")
        .register(registry);
  }

  private void cache(MeterRegistry registry) {
    lookups(registry, "swarm.cache.lookups", "hit", s -> (double) s.cache().hits());
    lookups(registry, "swarm.cache.lookups", "miss", s -> (double) s.cache().misses());
    Gauge.builder("swarm.cache.entries", monitor, m -> seen(m, s -> (double) s.cache().size()))
        .description("Answers in the result cache of the whole fleet")
        .register(registry);
  }

  private void state(MeterRegistry registry) {
    lookups(registry, "swarm.state.lookups", "hit", s -> (double) s.state().hits());
    lookups(registry, "swarm.state.lookups", "miss", s -> (double) s.state().misses());
    Gauge.builder("swarm.state.entries", monitor, m -> seen(m, s -> (double) s.state().size()))
        .description("Outcomes of tasks that the whole fleet remembers")
        .register(registry);
    seen(
        registry,
        "swarm.state.evictions",
        "Outcomes dropped by this worker to keep within the maximum",
        s -> (double) s.state().evictions());
    seen(
        registry,
        "swarm.state.expirations",
        "Ends of a TTL that this worker was the first to see",
        s -> (double) s.state().expirations());
  }

  private void files(MeterRegistry registry) {
    files(registry, "swarm.files.operations", "Artifact operations", FileStats::operations);
    files(registry, "swarm.files.errors", "Artifact operations that failed", FileStats::errors);
    FunctionCounter.builder("swarm.files", artifacts, a -> (double) a.stats().totalBytes())
        .description("Artifact bytes read and written")
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder("swarm.files.expired", retention, r -> (double) r.deleted())
        .description("Outputs deleted by this worker after their retention")
        .register(registry);
    queue(registry, "read", FileStats::readQueue);
    queue(registry, "write", FileStats::writeQueue);
  }

  private void history(MeterRegistry registry) {
    FunctionCounter.builder("swarm.events", history, h -> (double) h.stats().totalWritten())
        .description("Events of this worker")
        .register(registry);
    FunctionCounter.builder(
            "swarm.events.overwritten", history, h -> (double) h.stats().overwritten())
        .description("Events that are no longer kept")
        .register(registry);
    Gauge.builder("swarm.events.heap", monitor, m -> seen(m, s -> (double) s.history().bytes()))
        .description("Heap that the events kept take, about, as last seen")
        .baseUnit("bytes")
        .register(registry);
    history(registry, "swarm.events.kept", "Events kept", CircularBuffer.Stats::size);
    history(
        registry, "swarm.events.capacity", "Events kept at most", CircularBuffer.Stats::capacity);
  }

  private void lookups(
      MeterRegistry registry, String name, String outcome, ToDoubleFunction<Stats> value) {
    FunctionCounter.builder(name, monitor, m -> seen(m, value))
        .description("Looks of this worker that found something, and that did not")
        .tag("outcome", outcome)
        .register(registry);
  }

  private void seen(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Stats> value) {
    FunctionCounter.builder(name, monitor, m -> seen(m, value))
        .description(description)
        .register(registry);
  }

  private static double seen(PerformanceMonitor monitor, ToDoubleFunction<Stats> value) {
    return monitor.latest().map(value::applyAsDouble).orElse(0.0);
  }

  private void files(
      MeterRegistry registry, String name, String description, ToDoubleFunction<FileStats> value) {
    FunctionCounter.builder(name, artifacts, a -> value.applyAsDouble(a.stats()))
        .description(description)
        .register(registry);
  }

  private void queue(MeterRegistry registry, String kind, ToDoubleFunction<FileStats> value) {
    Gauge.builder("swarm.files.queue", artifacts, a -> value.applyAsDouble(a.stats()))
        .description("Artifact operations waiting for the disk")
        .tag("kind", kind)
        .register(registry);
  }

  private void history(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<CircularBuffer.Stats> value) {
    Gauge.builder(name, history, h -> value.applyAsDouble(h.stats()))
        .description(description)
        .register(registry);
  }
}
