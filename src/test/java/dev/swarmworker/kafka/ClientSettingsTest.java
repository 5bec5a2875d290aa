package dev.swarmworker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {

  @Test
  void settingForAll_isForEachClientThatKnowsIt() {
    ClientSettings settings =
        new ClientSettings(Map.of("security.protocol", "SSL", "linger.ms", "7", "not.kafkas", "1"));

    assertThat(settings.consumer("group")).containsEntry("security.protocol", "SSL");
    assertThat(settings.peek()).containsEntry("security.protocol", "SSL");
    assertThat(settings.producer("results", 10)).containsEntry("security.protocol", "SSL");
    assertThat(settings.admin()).containsEntry("security.protocol", "SSL");
    assertThat(settings.producer("results", 10)).containsEntry("linger.ms", "7");
    assertThat(settings.consumer("group")).doesNotContainKeys("linger.ms", "not.kafkas");
  }

  @Test
  void settingForOneKind_goesOverThatForAll_whichGoesOverOurs() {
    ClientSettings settings =
        new ClientSettings(
            Map.of(
                "request.timeout.ms", "1",
                "consumer.request.timeout.ms", "2",
                "session.timeout.ms", "3"));

    assertThat(settings.consumer("group"))
        .containsEntry("request.timeout.ms", "2")
        .containsEntry("session.timeout.ms", "3")
        .containsEntry("heartbeat.interval.ms", "4000");
    assertThat(settings.producer("results", 10)).containsEntry("request.timeout.ms", "1");
    assertThat(new ClientSettings(Map.of()).producer("results", 10))
        .containsEntry("request.timeout.ms", "10000")
        .containsEntry("linger.ms", "1");
  }

  @Test
  void metricsGoToNobodyButOurMeters_unlessAskedFor() {
    String jmx = "org.apache.kafka.common.metrics.JmxReporter";
    ClientSettings ours = new ClientSettings(Map.of());
    ClientSettings asked = new ClientSettings(Map.of("metric.reporters", jmx));

    for (ClientSettings settings : new ClientSettings[] {ours, asked}) {
      String expected = settings == ours ? "" : jmx;
      assertThat(settings.consumer("group")).containsEntry("metric.reporters", expected);
      assertThat(settings.producer("any", 1)).containsEntry("metric.reporters", expected);
      assertThat(settings.admin()).containsEntry("metric.reporters", expected);
      settings.check();
    }
  }

  @Test
  void whatPromisesHangOn_nobodyChanges() {
    ClientSettings settings =
        new ClientSettings(
            Map.of(
                "acks", "0",
                "producer.enable.idempotence", "false",
                "consumer.enable.auto.commit", "true",
                "group.id", "others"));

    assertThat(settings.producer("results", 10))
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true);
    assertThat(settings.consumer("group"))
        .containsEntry("enable.auto.commit", false)
        .containsEntry("group.id", "group");
    assertThat(settings.peek()).doesNotContainKey("group.id");
  }

  @Test
  void commitInterval_isTheConsumers_andMustBeANumberAboveZero() {
    assertThat(new ClientSettings(Map.of()).commitInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(
            new ClientSettings(Map.of("consumer.auto.commit.interval.ms", "50")).commitInterval())
        .isEqualTo(Duration.ofMillis(50));
    for (String wrong : new String[] {"0", "-1", "soon", ""}) {
      ClientSettings settings = new ClientSettings(Map.of("auto.commit.interval.ms", wrong));
      assertThatThrownBy(settings::commitInterval)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }

  @Test
  void settingThatKafkaDoesNotTake_isNamed_withoutATrace() {
    Map<String, Object> settings =
        new ClientSettings(Map.of("session.timeout.ms", "soon")).consumer("group");

    assertThatThrownBy(() -> ClientSettings.client(settings, KafkaConsumer::new))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Invalid value soon for configuration session.timeout.ms")
        .hasNoCause();
  }
}
