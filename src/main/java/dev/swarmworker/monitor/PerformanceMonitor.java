package dev.swarmworker.monitor;

import dev.swarmworker.history.EventLog;
import dev.swarmworker.history.EventType;
import dev.swarmworker.timer.Repeating;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at this worker every {@code swarm.monitor.interval}: keeps what it saw, and says in an
 * event where a figure begins or ceases to be too much. Thread-safe.
 */
@Singleton
public final class PerformanceMonitor {

  private final MonitorConfig config;
  private final StatsCollector collector;
  private final FigureReader figures;
  private final Alerts alerts;
  private final SlowTasks slow;
  private final EventLog events;
  private final PerformanceHistory<Stats> history;
  private final Map<AlertKind, Integer> raised = new EnumMap<>(AlertKind.class);
  private final Repeating sampling = new Repeating("performance-monitor");

  PerformanceMonitor(
      MonitorConfig config,
      StatsCollector collector,
      FigureReader figures,
      Alerts alerts,
      SlowTasks slow,
      EventLog events) {
    this.config = config;
    this.collector = collector;
    this.figures = figures;
    this.alerts = alerts;
    this.slow = slow;
    this.events = events;
    this.history = new PerformanceHistory<>(config.history());
  }

  void start(@Observes StartupEvent event) {
    sampling.start(config.interval(), this::sample);
  }

  /** The snapshots kept, at most {@code limit} of the newest, oldest first. */
  public List<Stats> newest(int limit) {
    return history.newest(limit);
  }

  /** The newest snapshot; nothing before the first. */
  Optional<Stats> latest() {
    return history.newest(1).stream().findFirst();
  }

  /** The snapshots kept, and one of this moment, summed up. Blocks as that one does. */
  public Report report() {
    Stats now = collector.collect();
    return Report.of(history.newest(Integer.MAX_VALUE), now, alertLines());
  }

  void sample() {
    Stats stats = collector.collect();
    history.add(stats);
    alerts.observe(figures.read(stats)).forEach(change -> tell(change, null));
    slow.look().forEach(change -> tell(change.alert(), change.id().value()));
  }

  private void tell(Alert change, @Nullable String task) {
    switch (change) {
      case Alert.Raised _ -> {
        count(change.kind());
        events.append(EventType.ALERT_RAISED, task, null, null, change.detail());
      }
      case Alert.Cleared _ ->
          events.append(EventType.ALERT_CLEARED, task, null, null, change.detail());
    }
  }

  private void count(AlertKind kind) {
    synchronized (raised) {
      raised.merge(kind, 1, Integer::sum);
    }
  }

  boolean isActive(AlertKind kind) {
    return kind == AlertKind.SLOW_TASK ? slow.any() : alerts.active().contains(kind);
  }

  private List<Report.AlertLine> alertLines() {
    Map<AlertKind, Integer> counts;
    synchronized (raised) {
      counts = new EnumMap<>(raised);
    }
    return alerts.rules().stream()
        .map(
            rule ->
                new Report.AlertLine(
                    rule.kind().wireName(),
                    rule.threshold(),
                    isActive(rule.kind()),
                    counts.getOrDefault(rule.kind(), 0)))
        .toList();
  }

  @PreDestroy
  void close() {
    sampling.close();
  }
}
