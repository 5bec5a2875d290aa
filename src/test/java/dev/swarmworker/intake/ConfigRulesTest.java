package dev.swarmworker.intake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigRulesTest {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "swarm.group", "swarm-workers",
          "swarm.topics.tasks", "swarm.tasks",
          "swarm.topics.results", "swarm.results",
          "swarm.topics.dead-letters", "swarm.dead-letters");

  @Test
  void defaults_areAllowed() {
    assertThatCode(() -> check(DEFAULTS)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "swarm.topics.results, swarm.tasks, 'is ''swarm.tasks'': a topic other than swarm.topics.tasks'",
    "swarm.topics.dead-letters, swarm.results, 'is ''swarm.results'': a topic other than swarm.topics.r'",
    "swarm.intake.max-bytes, 0, 'is 0: 1 to 1073741824 bytes are allowed'",
    "swarm.intake.max-bytes, 3G, 'is 3221225472: 1 to 1073741824 bytes are allowed'",
    "swarm.intake.max-bytes-in-flight, 0, 'is 0: 1 to 9223372036854775807 bytes are allowed'"
  })
  void wrongSetting_isRefusedNamingKeyValueAndWhatIsAllowed(String key, String value, String said) {
    Map<String, String> settings = new HashMap<>(DEFAULTS);
    settings.put(key, value);

    assertThatThrownBy(() -> check(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessageStartingWith(key + " " + said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka", "kafka:", "kafka:x", "kafka:99999", ":9092", "a:1,b"})
  void noAddressOfABroker_isRefused(String brokers) {
    assertThatThrownBy(() -> ConfigRules.check(List.of(brokers.split(","))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("kafka.bootstrap.servers is '" + brokers + "': host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka:9092", "a.b-c:1,10.0.0.1:2", "[::1]:9092", "SSL://kafka:9093"})
  void addressesOfBrokers_areTaken(String brokers) {
    assertThatCode(() -> ConfigRules.check(List.of(brokers.split(",")))).doesNotThrowAnyException();
  }

  private static void check(Map<String, String> settings) {
    var config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .withMapping(ChannelsConfig.class)
            .withMapping(IntakeConfig.class)
            .withMappingIgnore("swarm.**")
            .build();
    ConfigRules.check(config.getConfigMapping(ChannelsConfig.class));
    ConfigRules.check(config.getConfigMapping(IntakeConfig.class));
  }
}
