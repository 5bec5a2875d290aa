package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every overlay, as it would be applied, and copies of it that are broken in one place each. */
class KubernetesTest {

  private static final Path PRODUCTION = Manifests.FOLDER.resolve("overlays/production");

  /** The base with components, for what no overlay has. */
  private static final Path WITH_HPA = Path.of("src/test/resources/dev/swarmworker/deployment/hpa");

  private static final Path WITH_EXTRAS =
      Path.of("src/test/resources/dev/swarmworker/deployment/extras");

  static Stream<Path> overlays() throws IOException {
    try (Stream<Path> folders = Files.list(Manifests.FOLDER.resolve("overlays"))) {
      return Stream.concat(
          Stream.of(Manifests.FOLDER.resolve("base"), WITH_HPA, WITH_EXTRAS),
          folders.sorted().toList().stream());
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void overlay_keepsEveryRule(Path overlay) {
    Manifests manifests = Manifests.rendered(overlay);

    assertThat(manifests.documents()).flatMap(Kinds::complaints).isEmpty();
    for (ManifestRule rule : ManifestRule.values()) {
      assertThat(rule.complaints(manifests)).as(rule.name()).isEmpty();
    }
  }

  /** The rules for what is closed are about this one. */
  @Test
  void production_asksWhoCalls_andSaysWhoItIs() {
    Manifests production = Manifests.rendered(PRODUCTION);

    assertThat(production.all("KafkaUser")).isNotEmpty();
    assertThat(production.settings())
        .containsEntry("SWARM_API_READING", "role")
        .containsKey("SWARM_API_TOKEN_FILE");
  }

  @Test
  void production_saysWhereItsRunbookIs() {
    JsonNode rules =
        Manifests.rendered(PRODUCTION).find("PrometheusRule", "swarm-worker").orElseThrow();
    String base = rules.at("/metadata/annotations/runbooks").asText();

    assertThat(base).startsWith("https://");
    assertThat(each(rules.at("/spec/groups/0/rules")))
        .extracting(rule -> rule.at("/annotations/runbook_url").asText())
        .isNotEmpty()
        .allMatch(url -> url.startsWith(base + "#swarmworker"));
  }

  /** Also where nothing can render: what is written down whole. */
  @Test
  void everyDocument_isOfItsKind() throws IOException {
    List<JsonNode> documents;
    try (Stream<Path> files = Files.walk(Manifests.FOLDER)) {
      documents =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !file.endsWith("kustomization.yaml"))
              .filter(file -> !file.endsWith("certificates.yaml")) // a patch
              .flatMap(file -> Yaml.documents(Yaml.text(file)).stream())
              .toList();
    }

    assertThat(documents).hasSizeGreaterThan(12).flatMap(Kinds::complaints).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("brokenKinds")
  void documentBrokenInOnePlace_isNotOfItsKind(Broken broken) {
    Manifests manifests = broken.in(Manifests.rendered(broken.overlay()));

    assertThat(manifests.documents())
        .flatMap(Kinds::complaints)
        .anyMatch(words -> words.contains(broken.words()));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void overlayBrokenInOnePlace_breaksTheRule(ManifestRule rule, Broken broken) {
    Manifests manifests = broken.in(Manifests.rendered(broken.overlay()));

    assertThat(rule.complaints(manifests)).anyMatch(words -> words.contains(broken.words()));
  }

  @Test
  void everyRule_isBrokenByOneAtLeast() {
    assertThat(brokenRules().map(arguments -> arguments[0]))
        .contains((Object[]) ManifestRule.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.yaml", "../../base/deployment.yaml: ["})
  void overlayThatDoesNotRender_isNoticed(String resource) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/broken-overlay"));
    Files.writeString(folder.resolve("kustomization.yaml"), "resources: [\"" + resource + "\"]\n");

    assertThat(Tool.required("kubectl", "1.32 or later").run("kustomize", folder.toString()).exit())
        .isNotZero();
  }

  /** One value of one document changed: at the last step of a path, a node or nothing. */
  private record Broken(Path overlay, String kind, String path, String value, String words) {

    Manifests in(Manifests right) {
      List<JsonNode> copies = right.documents().stream().<JsonNode>map(JsonNode::deepCopy).toList();
      JsonNode document =
          copies.stream()
              .filter(d -> d.path("kind").asText().equals(kind))
              .min(Comparator.comparing(d -> d.at(path).isMissingNode()))
              .orElseThrow();
      JsonNode parent = document.at(path.substring(0, path.lastIndexOf('/')));
      String last = path.substring(path.lastIndexOf('/') + 1).replace("~1", "/");
      switch (parent) {
        case ObjectNode object ->
            object.set(last, Yaml.documents("value: " + value).getFirst().get("value"));
        case ArrayNode array -> array.set(Integer.parseInt(last), TextNode.valueOf(value));
        default -> throw new AssertionError("no " + path + " in " + kind);
      }
      return new Manifests(copies);
    }
  }

  private static Broken broken(String kind, String path, String value, String words) {
    Path overlay =
        switch (kind) {
          case "HorizontalPodAutoscaler" -> WITH_HPA;
          case "Service", "PersistentVolumeClaim" -> WITH_EXTRAS;
          default -> PRODUCTION;
        };
    return new Broken(overlay, kind, path, value, words);
  }

  static Stream<Broken> brokenKinds() {
    return Stream.of(
        broken("Namespace", "/limits", "{}", "limits"),
        broken("ServiceAccount", "/automount", "false", "automount"),
        broken("ConfigMap", "/dat", "{}", "dat"),
        broken("Service", "/spec/port", "[]", "port"),
        broken("PersistentVolumeClaim", "/spec/accessMode", "[]", "accessMode"),
        broken("Deployment", "/apiVersion", "apps/v1beta1", "is no kind"),
        broken("Deployment", "/spec/template/spec/containers/0/livenesProbe", "{}", "livenesProbe"),
        broken("PodDisruptionBudget", "/spec/maxUnavailble", "1", "maxUnavailble"),
        broken("NetworkPolicy", "/spec/egres", "[]", "egres"),
        broken("HorizontalPodAutoscaler", "/apiVersion", "autoscaling/v2beta2", "is no kind"),
        broken(
            "HorizontalPodAutoscaler", "/spec/metrics/0/pods/target/averageVal", "1", "averageVal"),
        broken("ScaledObject", "/spec/cooldown", "1", "cooldown"),
        broken("ScaledObject", "/spec/triggers/0/metadata/lagThreshold", "150", "string expected"),
        broken("ScaledObject", "/spec/maxReplicaCount", "many", "integer expected"),
        broken("TriggerAuthentication", "/spec/secretTargetRefs", "[]", "secretTargetRefs"),
        broken("KafkaTopic", "/apiVersion", "kafka.strimzi.io/v1beta2", "is no kind"),
        broken("KafkaTopic", "/spec/partitions", "0", "minimum"),
        broken("KafkaUser", "/spec/authorization/acls/0/operation", "Read", "operation"),
        broken("ExternalSecret", "/spec/target/create", "Owner", "create"),
        broken("PodMonitor", "/spec/podMetricsEndpoints/0/interval", "15 seconds", "interval"),
        broken("PrometheusRule", "/spec/groups/0/rules/0/severity", "page", "severity"));
  }

  static Stream<Object[]> brokenRules() {
    String pod = "/spec/template/spec";
    String container = pod + "/containers/0";
    return Stream.of(
        breaks(
            ManifestRule.NAMES_REFER_TO_WHAT_IS_THERE,
            "Deployment",
            pod + "/serviceAccountName",
            "other",
            "ServiceAccount other"),
        breaks(
            ManifestRule.NAMES_REFER_TO_WHAT_IS_THERE,
            "ExternalSecret",
            "/spec/data/0/secretKey",
            "key",
            "anthropic-api-key of Secret"),
        breaks(
            ManifestRule.NAMES_REFER_TO_WHAT_IS_THERE,
            "ScaledObject",
            "/spec/scaleTargetRef/name",
            "other",
            "Deployment other"),
        breaks(
            ManifestRule.NAMES_REFER_TO_WHAT_IS_THERE,
            "TriggerAuthentication",
            "/spec/secretTargetRef/0/key",
            "tls.crt",
            "tls.crt of Secret"),
        breaks(
            ManifestRule.SELECTORS_FIND_THE_PODS,
            "PodMonitor",
            "/spec/selector/matchLabels",
            "{app: swarm}",
            "finds no pod"),
        breaks(
            ManifestRule.SELECTORS_FIND_THE_PODS,
            "PodDisruptionBudget",
            "/spec/selector/matchLabels",
            "{}",
            "finds no pod"),
        breaks(
            ManifestRule.NAMES_ARE_THE_APPLICATIONS,
            "KafkaTopic",
            "/metadata/name",
            "tasks",
            "topics are"),
        breaks(
            ManifestRule.NAMES_ARE_THE_APPLICATIONS,
            "ScaledObject",
            "/spec/triggers/0/metadata/consumerGroup",
            "workers",
            "consumerGroup"),
        breaks(
            ManifestRule.NAMES_ARE_THE_APPLICATIONS,
            "KafkaUser",
            "/spec/authorization/acls/0/resource/name",
            "other",
            "of no use"),
        breaks(
            ManifestRule.PODS_ARE_RESTRICTED,
            "Deployment",
            container + "/securityContext/readOnlyRootFilesystem",
            "false",
            "readOnlyRootFilesystem"),
        breaks(
            ManifestRule.PODS_ARE_RESTRICTED,
            "Deployment",
            pod + "/volumes",
            "[{name: tmp, emptyDir: {}}]",
            "not sized"),
        breaks(
            ManifestRule.PODS_ARE_RESTRICTED,
            "Namespace",
            "/metadata/labels/pod-security.kubernetes.io~1enforce",
            "baseline",
            "restricted"),
        breaks(
            ManifestRule.RESOURCES_ARE_BOUNDED,
            "Deployment",
            container + "/resources/requests/memory",
            "512Mi",
            "memory"),
        breaks(
            ManifestRule.RESOURCES_ARE_BOUNDED,
            "Deployment",
            container + "/resources/limits/memory",
            "256Mi",
            "JVM"),
        breaks(
            ManifestRule.ROLLOUTS_LOSE_NO_TASK,
            "Deployment",
            pod + "/terminationGracePeriodSeconds",
            "600",
            "grace"),
        breaks(
            ManifestRule.ROLLOUTS_LOSE_NO_TASK,
            "Deployment",
            "/spec/strategy/rollingUpdate/maxUnavailable",
            "1",
            "maxUnavailable"),
        breaks(
            ManifestRule.ROLLOUTS_LOSE_NO_TASK,
            "Deployment",
            pod + "/topologySpreadConstraints",
            "[{topologyKey: kubernetes.io/hostname}]",
            "not spread by topology.kubernetes.io/zone"),
        breaks(
            ManifestRule.PROBES_ASK_THE_MANAGEMENT_PORT,
            "Deployment",
            container + "/livenessProbe/httpGet/path",
            "/q/health",
            "livenessProbe"),
        breaks(
            ManifestRule.PROBES_ASK_THE_MANAGEMENT_PORT,
            "Deployment",
            container + "/ports",
            "[{name: http, containerPort: 80}]",
            "not 8080"),
        breaks(
            ManifestRule.NETWORK_LEADS_TO_THE_NEIGHBOURS,
            "NetworkPolicy",
            "/spec/egress",
            "[]",
            "no way out to port 9093"),
        breaks(
            ManifestRule.NETWORK_LEADS_TO_THE_NEIGHBOURS,
            "NetworkPolicy",
            "/spec/ingress",
            "[{}]",
            "names nobody"),
        breaks(
            ManifestRule.NETWORK_LEADS_TO_THE_NEIGHBOURS,
            "NetworkPolicy",
            "/spec/egress/1/to",
            "[{namespaceSelector: {}}]",
            "every namespace"),
        breaks(
            ManifestRule.NETWORK_LEADS_TO_THE_NEIGHBOURS,
            "Service",
            "/spec/ports",
            "[{port: 9000, targetPort: management}]",
            "leads to the port management"),
        breaks(
            ManifestRule.NEIGHBOURS_ARE_SPOKEN_TO_IN_SECRET,
            "ConfigMap",
            "/data/QUARKUS_REDIS_HOSTS",
            "redis://redis:6379",
            "Redis is spoken to in the clear"),
        breaks(
            ManifestRule.NEIGHBOURS_ARE_SPOKEN_TO_IN_SECRET,
            "ConfigMap",
            "/data/KAFKA_SECURITY_PROTOCOL",
            "SASL_PLAINTEXT",
            "Kafka is spoken to in the clear"),
        breaks(
            ManifestRule.SCALING_FITS_THE_WORKER,
            "ScaledObject",
            "/spec/triggers/2/metadata/query",
            "max(swarm_tasks_queued_oldest_seconds)",
            "not for swarm"),
        breaks(
            ManifestRule.ROLLOUTS_LOSE_NO_TASK,
            "ConfigMap",
            "/data/SWARM_EXECUTOR_DRAIN_TIMEOUT",
            "10m",
            "breaks off calls"),
        breaks(
            ManifestRule.VARIABLES_ARE_KEYS_OF_THE_APPLICATION,
            "Deployment",
            container + "/env",
            "[{name: SWARM_THREADS, value: '5'}]",
            "SWARM_THREADS"),
        breaks(
            ManifestRule.VALUES_ARE_STRINGS,
            "Deployment",
            container + "/env",
            "[{name: SWARM_POOL_MAX, value: 5}]",
            "SWARM_POOL_MAX"),
        breaks(
            ManifestRule.SCALING_FITS_THE_WORKER,
            "ScaledObject",
            "/spec/triggers/0/metadata/lagTreshold",
            "'1'",
            "lagTreshold"),
        breaks(
            ManifestRule.SCALING_FITS_THE_WORKER,
            "ScaledObject",
            "/spec/triggers/1/metadata/threshold",
            "'80'",
            "demand asks"),
        breaks(
            ManifestRule.SCALING_FITS_THE_WORKER,
            "ScaledObject",
            "/spec/minReplicaCount",
            "1",
            "minReplicaCount is 1"),
        breaks(
            ManifestRule.SCALING_FITS_THE_WORKER,
            "ScaledObject",
            "/spec/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown",
            "{stabilizationWindowSeconds: 0}",
            "scaled down at once"),
        breaks(
            ManifestRule.SCALING_FITS_THE_WORKER,
            "ScaledObject",
            "/spec/maxReplicaCount",
            "100",
            "100 workers"),
        breaks(
            ManifestRule.SCALING_FITS_THE_WORKER,
            "Deployment",
            "/spec/replicas",
            "2",
            "replicas are set"));
  }

  private static Object[] breaks(
      ManifestRule rule, String kind, String path, String value, String words) {
    return new Object[] {rule, broken(kind, path, value, words)};
  }
}
