package dev.swarmworker.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalBannerTest {
  private static final Map<String, String> CONFIGURED =
      Map.of(
          "quarkus.http.port", "18080",
          "quarkus.management.port", "19000",
          "quarkus.management.enabled", "true",
          "kafka.bootstrap.servers", "127.0.0.1:21000",
          "local.submitting", "sample-x-0");

  @Test
  void banner_namesTheRealAddresses() {
    assertThat(text(CONFIGURED))
        .contains("http://localhost:18080/events")
        .contains("http://localhost:18080/stats")
        .contains("http://localhost:18080/agents")
        .contains("http://localhost:18080/tasks/sample-x-0")
        .contains("http://localhost:19000/q/health")
        .contains("http://localhost:19000/q/metrics")
        .contains("| kcat -P -b 127.0.0.1:21000 -t swarm.tasks");
  }

  @Test
  void noManagementPort_healthIsOnTheOnlyOne() {
    Map<String, String> configured = new HashMap<>(CONFIGURED);
    configured.remove("quarkus.management.enabled");

    assertThat(text(configured)).contains("http://localhost:18080/q/health");
  }

  @Test
  void noSamples_saysSo() {
    Map<String, String> configured = new HashMap<>(CONFIGURED);
    configured.remove("local.submitting");

    assertThat(text(configured)).contains("No sample tasks").contains("/tasks/mine-1");
  }

  private static String text(Map<String, String> configured) {
    return LocalBanner.text(
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(configured, "test", 100))
            .build());
  }
}
