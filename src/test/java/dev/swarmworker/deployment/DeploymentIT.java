package dev.swarmworker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    settings.put("JAVA_TOOL_OPTIONS", options());

    try (LocalEnvironment environment = LocalEnvironment.start();
        WorkerProcess worker = WorkerProcess.ready("as-deployed", environment, settings)) {
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        JsonNode path = base.container().path(probe).at("/httpGet/path");
        assertThat(worker.managementStatus(path.asText())).as(probe).isEqualTo(200);
      }
      String permits = settings.get("SWARM_EXECUTOR_CONCURRENCY");
      assertThat(worker.management("/q/metrics").body())
          .contains("swarm_permits " + permits + ".0");

      worker.terminate();
      assertThat(worker.awaitExit(Duration.ofSeconds(60))).isEqualTo(143);
    }
  }

  @Test
  void package_hasItsBillOfMaterials() {
    JsonNode bill = Yaml.read(Path.of("target", "swarm-worker-bom.json"));

    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.path("components").findValuesAsText("name"))
        .contains("kafka-clients", "quarkus-redis-client")
        .doesNotContain("embedded-redis", "junit-jupiter", "client-java-api");
  }

  /** As the image has them. */
  private static String options() {
    return Dockerfile.read()
        .all("ENV")
        .map(line -> line.replaceAll("JAVA_TOOL_OPTIONS=\"([^\"]*)\"", "$1"))
        .findFirst()
        .orElseThrow();
  }
}
