package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The compose file and what it provisions, as far as they can be read without an engine. */
class ComposeTest {

  private static final Path FOLDER = Path.of("deploy");
  private static final Path SCHEMA =
      Path.of("src/test/resources/dev/swarmworker/deployment/kinds/Compose.yaml");

  /** Name and exact version, no host, nothing that moves. */
  private static final Pattern IMAGE =
      Pattern.compile("([a-z0-9-]+/)?[a-z0-9_-]+:v?\\d+\\.\\d+(\\.\\d+)?[A-Za-z0-9._-]*");

  private final JsonNode compose = Yaml.read(FOLDER.resolve("compose.yaml"));
  private final JsonNode services = compose.path("services");
  private final JsonNode worker = services.path("worker");

  @Test
  void file_isOfItsKind() {
    assertThat(Kinds.against(SCHEMA, compose)).isEmpty();
  }

  @Test
  void unknownKey_isNoticed() {
    ObjectNode broken = compose.deepCopy();
    ((ObjectNode) broken.at("/services/redis")).put("restarts", "always");

    assertThat(Kinds.against(SCHEMA, broken)).anyMatch(words -> words.contains("restarts"));
  }

  @Test
  void images_arePinned_withoutAHost() {
    assertThat(services.valueStream().map(service -> service.path("image").asText()))
        .allMatch(image -> IMAGE.matcher(image).matches());
  }

  @Test
  void ports_areOnLoopback() {
    assertThat(services.valueStream().flatMap(service -> each(service.path("ports"))))
        .isNotEmpty()
        .allMatch(port -> port.asText().startsWith("127.0.0.1:"));
  }

  @Test
  void workersVariables_areKeysOfTheApplication() {
    assertThat(names(worker.path("environment"))).isNotEmpty().allMatch(Settings::isKnown);
  }

  @Test
  void secrets_comeFromTheEnvironment_andTheExampleNamesAll() {
    Set<String> asked =
        Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)")
            .matcher(Yaml.text(FOLDER.resolve("compose.yaml")))
            .results()
            .map(result -> result.group(1))
            .collect(Collectors.toSet());
    List<String> example = Yaml.text(FOLDER.resolve(".env.example")).lines().toList();

    assertThat(example)
        .filteredOn(line -> line.contains("=") && !line.startsWith("#"))
        .extracting(line -> line.split("=", 2)[0])
        .containsExactlyInAnyOrderElementsOf(asked);
    assertThat(example).contains("ANTHROPIC_API_KEY=", "GRAFANA_PASSWORD=");
  }

  @Test
  void redis_keepsWhatItIsTold() {
    assertThat(each(services.at("/redis/command")).map(JsonNode::asText))
        .containsSubsequence("--appendonly", "yes", "--maxmemory-policy", "noeviction");
  }

  @Test
  void topics_areTheApplications() {
    String script = services.at("/topics/command/0").asText();

    assertThat(Stream.of("tasks", "results", "dead-letters"))
        .map(topic -> Settings.APPLICATION.getProperty("swarm.topics." + topic))
        .allMatch(name -> script.contains("create " + name + " "));
  }

  @Test
  void grace_outlastsTheDrain() {
    DurationConverter durations = new DurationConverter();
    Duration drain =
        durations.convert(worker.at("/environment/SWARM_EXECUTOR_DRAIN_TIMEOUT").asText());

    assertThat(durations.convert(worker.path("stop_grace_period").asText()))
        .isGreaterThan(drain.plusSeconds(10));
  }

  @Test
  void everyNeighbour_isThere() {
    Set<String> there = names(services);

    assertThat(there)
        .containsExactlyInAnyOrder(
            "kafka", "topics", "redis", "worker", "redis-exporter", "prometheus", "grafana");
    services
        .valueStream()
        .map(service -> service.path("depends_on"))
        .forEach(
            d ->
                assertThat(there)
                    .containsAll(d.isArray() ? each(d).map(JsonNode::asText).toList() : names(d)));
    Set<String> volumes = names(compose.path("volumes"));
    services
        .valueStream()
        .flatMap(service -> each(service.path("volumes")))
        .map(volume -> volume.asText().split(":", -1)[0])
        .forEach(
            source ->
                assertThat(volumes.contains(source) || Files.exists(FOLDER.resolve(source)))
                    .as(source)
                    .isTrue());
  }

  @Test
  void prometheus_asksTheWorkers_andGrafanaAsksPrometheus() throws IOException {
    Path config = FOLDER.resolve("prometheus/prometheus.yaml");
    JsonNode job = Yaml.read(config).at("/scrape_configs/0");
    assertThat(job.path("job_name").asText()).isEqualTo("swarm-worker");
    assertThat(job.path("metrics_path").asText()).isEqualTo("/q/metrics");
    assertThat(job.at("/dns_sd_configs/0/names/0").asText()).isEqualTo("worker");
    assertThat(job.at("/dns_sd_configs/0/port").asText())
        .isEqualTo(Settings.APPLICATION.getProperty("quarkus.management.port"));
    JsonNode source = Yaml.read(FOLDER.resolve("grafana/datasources.yaml")).at("/datasources/0");
    assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");

    Tool.Said said =
        Tool.required("promtool", "Debian's package prometheus")
            .run("check", "config", config.toString());
    assertThat(said.exit()).as(said.words()).isZero();
  }

  private static Set<String> names(JsonNode object) {
    return object.propertyStream().map(entry -> entry.getKey()).collect(Collectors.toSet());
  }
}
