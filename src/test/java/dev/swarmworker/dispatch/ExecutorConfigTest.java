package dev.swarmworker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.setting.Limits;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorConfigTest {

  private static ExecutorConfig config(Map<String, String> keys) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .addDiscoveredInterceptors()
        .withSources(new PropertiesConfigSource(keys, "test", 100))
        .withMapping(ExecutorConfig.class)
        .withValidator(new Limits())
        .build()
        .getConfigMapping(ExecutorConfig.class);
  }

  @Test
  void nothingSet_isAsTheContractSays() {
    ExecutorConfig config = config(Map.of());

    assertThat(config.concurrency()).isEqualTo(10);
    assertThat(config.queue()).isEqualTo(100);
    assertThat(config.places()).isEqualTo(110);
    assertThat(config.ageing()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void zeroQueue_leavesPlacesForRunningTasksOnly() {
    assertThat(config(Map.of("swarm.executor.queue", "0")).places()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "concurrency, 0, 'is 0, must be 1 to 100000'",
    "concurrency, 100001, 'is 100001, must be 1 to 100000'",
    "queue, -1, 'is -1, must be 0 to 1000000'",
    "queue, 1000001, 'is 1000001, must be 0 to 1000000'",
    "ageing, -1s, 'is PT-1S, must be 0s to 1d'",
    "ageing, 25h, 'is PT25H, must be 0s to 1d'",
    "drain-timeout, -1s, 'is PT-1S, must be 0s to 1d'",
    "drain-timeout, 25h, 'is PT25H, must be 0s to 1d'"
  })
  void outOfBounds_isRefusedNamingKeyValueAndBounds(String key, String value, String said) {
    assertThatThrownBy(() -> config(Map.of("swarm.executor." + key, value)))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("swarm.executor." + key + " " + said);
  }
}
