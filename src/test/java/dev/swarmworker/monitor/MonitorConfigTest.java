package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitorConfigTest {

  @Test
  void defaults_areTheContracts() {
    MonitorConfig config = config(Map.of());

    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.slowTaskThreshold()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.memoryBudget()).isEmpty();
    assertThat(config.history()).isEqualTo(360);
    assertThat(AlertRules.of(config, 536870912))
        .containsExactlyInAnyOrder(
            new AlertRule(AlertKind.FAILURE_RATE, 0.1, 0.1 * 0.9, 3),
            new AlertRule(AlertKind.POOL_USE, 0.9, 0.9 * 0.9, 3),
            new AlertRule(AlertKind.POOL_WAITING, 0, 0, 3),
            new AlertRule(AlertKind.MEMORY, 536870912, 536870912 * 0.9, 3),
            new AlertRule(AlertKind.SLOW_TASK, 30_000, 27_000, 1));
  }

  @Test
  void everyKey_isReadByItsName() {
    MonitorConfig config =
        config(
            Map.of(
                "swarm.monitor.interval", "1s",
                "swarm.monitor.slow-task-threshold", "2s",
                "swarm.monitor.memory-budget", "1000",
                "swarm.monitor.history", "5",
                "swarm.monitor.alerts.failure-rate", "0.5",
                "swarm.monitor.alerts.pool-use", "0.6",
                "swarm.monitor.alerts.pool-waiting", "7",
                "swarm.monitor.alerts.samples", "2",
                "swarm.monitor.alerts.clear-ratio", "1"));

    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.history()).isEqualTo(5);
    assertThat(AlertRules.of(config, config.memoryBudget().orElseThrow().bytes()))
        .containsExactlyInAnyOrder(
            new AlertRule(AlertKind.FAILURE_RATE, 0.5, 0.5, 2),
            new AlertRule(AlertKind.POOL_USE, 0.6, 0.6, 2),
            new AlertRule(AlertKind.POOL_WAITING, 7, 7, 2),
            new AlertRule(AlertKind.MEMORY, 1000, 1000, 2),
            new AlertRule(AlertKind.SLOW_TASK, 2000, 2000, 1));
  }

  /** With the converters that the application has: seconds as {@code 10s}. */
  private static MonitorConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(MonitorConfig.class)
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build()
        .getConfigMapping(MonitorConfig.class);
  }
}
