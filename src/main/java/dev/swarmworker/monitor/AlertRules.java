package dev.swarmworker.monitor;

import dev.swarmworker.monitor.MonitorConfig.Thresholds;
import java.util.Arrays;
import java.util.List;

/** The rules that configuration gives: one for each kind. */
final class AlertRules {

  private AlertRules() {}

  /**
   * @param memory what the process should stay within, in bytes
   */
  static List<AlertRule> of(MonitorConfig config, long memory) {
    Thresholds alerts = config.alerts();
    return Arrays.stream(AlertKind.values())
        .map(kind -> rule(kind, threshold(kind, config, memory), alerts))
        .toList();
  }

  private static double threshold(AlertKind kind, MonitorConfig config, long memory) {
    return switch (kind) {
      case FAILURE_RATE -> config.alerts().failureRate();
      case POOL_USE -> config.alerts().poolUse();
      case POOL_WAITING -> config.alerts().poolWaiting();
      case MEMORY -> (double) memory;
      case SLOW_TASK -> (double) config.slowTaskThreshold().toMillis();
    };
  }

  private static AlertRule rule(AlertKind kind, double threshold, Thresholds alerts) {
    // A task that has been slow for long is no swing: its figure is a span of time already.
    int samples = kind == AlertKind.SLOW_TASK ? 1 : alerts.samples();
    return new AlertRule(kind, threshold, threshold * alerts.clearRatio(), samples);
  }
}
