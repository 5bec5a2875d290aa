package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As configuration finds the converter: by its service file, before the one it brings. */
class TruthConverterTest {

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "yes", "y", "on", "1"})
  void truth_isRead(String value) {
    assertThat(config(value).getValue("key", boolean.class)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "False", "no", "n", "off", "0"})
  void falsehood_isRead(String value) {
    assertThat(config(value).getValue("key", boolean.class)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ture", "2", "enabled", "-"})
  void anythingElse_isRefused(String value) {
    assertThatThrownBy(() -> config(value).getValue("key", boolean.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + value + "' is neither true nor false");
  }

  private static SmallRyeConfig config(String value) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(Map.of("key", value), "test", 100))
        .build();
  }
}
