package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packaged worker with what the base says to it: it starts, and its probes answer. */
class DeploymentIT {

  /** Of the cluster's addresses and of its own ports. */
  private static final List<String> ELSEWHERE =
      List.of("KAFKA_BOOTSTRAP_SERVERS", "QUARKUS_REDIS_HOSTS");

  @Test
  void settingsOfTheBase_areTaken_andItsProbesAnswer() {
    Manifests base = Manifests.rendered(Manifests.FOLDER.resolve("base"));
    Map<String, String> settings = new TreeMap<>(base.settings());
    settings.keySet().removeAll(ELSEWHERE);
    settings.put("JDK_JAVA_OPTIONS", options());
    settings.put("JAVA_TOOL_OPTIONS", "-Dof.the.operator=1");

    try (LocalEnvironment environment = LocalEnvironment.start();
        WorkerProcess worker = WorkerProcess.ready("as-deployed", environment, settings)) {
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        JsonNode path = base.container().path(probe).at("/httpGet/path");
        assertThat(worker.managementStatus(path.asText())).as(probe).isEqualTo(200);
      }
      String permits = settings.get("SWARM_EXECUTOR_CONCURRENCY");
      assertThat(worker.management("/q/metrics").body())
          .contains("swarm_permits " + permits + ".0");

      assertThat(worker.log())
          .contains("Picked up JDK_JAVA_OPTIONS: " + options())
          .contains("Picked up JAVA_TOOL_OPTIONS: -Dof.the.operator=1");
      worker.terminate();
      assertThat(worker.awaitExit(Duration.ofSeconds(60))).isEqualTo(143);
    }
  }

  /** The plugin that writes it does nothing where Maven is offline. */
  @Test
  void package_hasItsBillOfMaterials() throws IOException {
    assumeFalse("offline=true".equals(System.getProperty("maven.mode")), "no bill is made offline");
    JsonNode bill = Yaml.read(Path.of("target", "swarm-worker-bom.json"));

    Map<String, String> scopes =
        each(bill.path("components"))
            .collect(
                Collectors.toMap(DeploymentIT::jar, c -> c.path("scope").asText(), (x, _) -> x));

    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(scopes).hasSizeGreaterThan(100);
    assertThat(packaged()).isNotEmpty().allMatch(jar -> "required".equals(scopes.get(jar)));
    assertThat(scopes.keySet()).noneMatch(jar -> jar.startsWith("org.junit."));
    // What the tests embed is named, and that it is not shipped
    assertThat(scopes)
        .anySatisfy(
            (jar, scope) -> {
              assertThat(jar).startsWith("com.github.codemonstur.embedded-redis-");
              assertThat(scope).isEqualTo("optional");
            });
  }

  private static String jar(JsonNode component) {
    return "%s.%s-%s"
        .formatted(
            component.path("group").asText(),
            component.path("name").asText(),
            component.path("version").asText());
  }

  /** By group, name and version; a classifier does not make another component. */
  private static List<String> packaged() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "quarkus-app", "lib", "main"))) {
      return jars.map(jar -> jar.getFileName().toString().replaceAll("(-linux-x86_64)?\\.jar$", ""))
          .toList();
    }
  }

  /** As the image has them. */
  private static String options() {
    return Dockerfile.read()
        .all("ENV")
        .map(line -> line.replaceAll("JDK_JAVA_OPTIONS=\"([^\"]*)\"", "$1"))
        .findFirst()
        .orElseThrow();
  }
}
