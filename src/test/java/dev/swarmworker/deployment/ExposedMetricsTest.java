package dev.swarmworker.deployment;

import static dev.swarmworker.support.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.LocalResource;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Alerts, dashboard and scalers ask for what a running worker exposes. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
class ExposedMetricsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Told by a Redis exporter and by kube-state-metrics, as docs/operations.md says. */
  private static final Set<String> OF_EXPORTERS =
      Set.of(
          "redis_memory_used_bytes",
          "redis_memory_max_bytes",
          "kube_deployment_spec_replicas",
          "kube_deployment_status_replicas_ready");

  @ConfigProperty(name = "quarkus.management.test-port")
  int management;

  @Test
  void everyMetricAskedFor_isExposed() {
    try (Topics topics = new Topics(LocalResource.kafka().bootstrapServers())) {
      topics.send(task("exposed-1", "status=529 times=1 retry-after=0", ""));
      topics.send("{'id':'exposed-2','type':'no type'}");
      await().atMost(SOON).until(() -> topics.resultOf("exposed-1") != null);
      await().atMost(SOON).until(() -> topics.resultOf("exposed-2") != null);
    }

    await().atMost(SOON).untilAsserted(() -> assertThat(missing(exposed())).isEmpty());
  }

  @Test
  void labelsAskedFor_areThere() {
    String scraped = scrape();

    assertThat(scraped)
        .containsPattern(
            Pattern.compile(
                "(?m)^kafka_consumer_fetch_manager_records_lag\\{[^}]*topic=\"swarm.tasks\""))
        .containsPattern(Pattern.compile("(?m)^jvm_memory_used_bytes\\{[^}]*area=\"heap\""));
  }

  @Test
  void metricThatNobodyExposes_isNoticed() {
    assertThat(missing(Set.of("swarm_permits"))).containsValue(Set.of("swarm_permits_in_use"));
  }

  private static Map<String, Set<String>> missing(Set<String> exposed) {
    Map<String, Set<String>> missing = new TreeMap<>();
    Queries.all()
        .forEach(
            (where, query) -> {
              Set<String> names = new TreeSet<>(Queries.metrics(query));
              names.removeAll(exposed);
              names.removeAll(OF_EXPORTERS);
              if (!names.isEmpty()) {
                missing.put(where, names);
              }
            });
    return missing;
  }

  private Set<String> exposed() {
    return scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  private String scrape() {
    return RestAssured.get("http://localhost:" + management + "/q/metrics").asString();
  }
}
