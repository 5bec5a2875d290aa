package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys and defaults are the contract's. */
class StateConfigTest {

  @Test
  void nothingSet_defaultsAreTheContracts() {
    StateConfig state = config(Map.of()).getConfigMapping(StateConfig.class);
    CacheConfig cache = config(Map.of()).getConfigMapping(CacheConfig.class);

    assertThat(state.ttl()).isEqualTo(Duration.ofHours(1));
    assertThat(state.maxEntries()).isEqualTo(1_000_000);
    assertThat(state.lease()).isEqualTo(Duration.ofSeconds(15));
    assertThat(state.commandTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(cache.enabled()).isTrue();
    assertThat(cache.ttl()).isEqualTo(Duration.ofHours(1));
    assertThat(cache.maxEntries()).isEqualTo(1000);
  }

  @Test
  void everyKey_isRead() {
    SmallRyeConfig config =
        config(
            Map.of(
                "swarm.state.ttl", "2h",
                "swarm.state.max-entries", "64",
                "swarm.state.lease", "30s",
                "swarm.state.command-timeout", "100ms",
                "swarm.cache.enabled", "false",
                "swarm.cache.ttl", "1m",
                "swarm.cache.max-entries", "5"));
    StateConfig state = config.getConfigMapping(StateConfig.class);
    CacheConfig cache = config.getConfigMapping(CacheConfig.class);

    assertThat(state.ttl()).isEqualTo(Duration.ofHours(2));
    assertThat(state.maxEntries()).isEqualTo(64);
    assertThat(state.lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(state.commandTimeout()).isEqualTo(Duration.ofMillis(100));
    assertThat(cache.enabled()).isFalse();
    assertThat(cache.ttl()).isEqualTo(Duration.ofMinutes(1));
    assertThat(cache.maxEntries()).isEqualTo(5);
  }

  /** Durations are written as Quarkus reads them. */
  private static SmallRyeConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(StateConfig.class)
        .withMapping(CacheConfig.class)
        .withDefaultValues(values)
        .build();
  }
}
