package dev.swarmworker.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardSettingsTest {

  @Test
  void everySource_isAsked_andTheHigherOneGoesOver() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "otel.service.name", "of-the-file",
                        "otel.traces.sampler.arg", "0.5",
                        "otel.exporter.otlp.endpoint", "",
                        "swarm.group", "other"),
                    "file",
                    100),
                new EnvConfigSource(Map.of("OTEL_TRACES_SAMPLER_ARG", "1"), 300),
                new EnvConfigSource(Map.of("OTEL_EXPORTER_OTLP_TIMEOUT", "5000"), 295))
            .build();

    assertThat(StandardSettings.of(config))
        .containsOnly(
            Map.entry("otel.service.name", "of-the-file"),
            Map.entry("otel.traces.sampler.arg", "1"),
            Map.entry("otel.exporter.otlp.timeout", "5000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"otel.exporter.otlp.protocol", "otel.exporter.otlp.traces.protocol"})
  void protocolThatIsNotSpoken_isNamedWithWhatIs(String key) {
    assertThatThrownBy(
            () ->
                StandardSettings.check(DefaultConfigProperties.createFromMap(Map.of(key, "grpc"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(key + " is 'grpc', must be http/protobuf");
  }

  @Test
  void protocolThatIsSpoken_orNone_isTaken() {
    assertThatCode(() -> StandardSettings.check(DefaultConfigProperties.createFromMap(Map.of())))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                StandardSettings.check(
                    DefaultConfigProperties.createFromMap(
                        Map.of("otel.exporter.otlp.protocol", "http/protobuf"))))
        .doesNotThrowAnyException();
  }
}
