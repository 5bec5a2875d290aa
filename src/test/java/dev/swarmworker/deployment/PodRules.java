package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.artifact.ByteSizeConverter;
import io.kubernetes.client.custom.Quantity;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What holds of the pods: security, resources, rollout, probes. */
final class PodRules {

  /** After the drain: giving back, closing, the last commits. */
  private static final Duration LAST_WRITES = Duration.ofSeconds(10);

  /** Classes, compiled code, stacks, buffers of the garbage collector. */
  private static final long JVM_BESIDE_HEAP = 200L << 20;

  private static final Map<String, String> PROBES =
      Map.of(
          "startupProbe", "/q/health/started",
          "livenessProbe", "/q/health/live",
          "readinessProbe", "/q/health/ready");

  private PodRules() {}

  static Stream<String> security(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    JsonNode pod = manifests.pod();
    JsonNode container = manifests.container();
    expect(complaints, pod, "/securityContext/runAsNonRoot", "true");
    expect(complaints, pod, "/securityContext/runAsUser", "10001");
    expect(complaints, pod, "/securityContext/seccompProfile/type", "RuntimeDefault");
    expect(complaints, pod, "/automountServiceAccountToken", "false");
    expect(complaints, pod, "/enableServiceLinks", "false");
    expect(complaints, container, "/securityContext/allowPrivilegeEscalation", "false");
    expect(complaints, container, "/securityContext/readOnlyRootFilesystem", "true");
    expect(complaints, container, "/securityContext/capabilities/drop/0", "ALL");
    for (String host : List.of("hostNetwork", "hostPID", "hostIPC", "initContainers")) {
      if (pod.has(host)) {
        complaints.add(host + " is not wanted");
      }
    }
    if (!container.at("/securityContext/capabilities/add").isMissingNode()) {
      complaints.add("capabilities are added");
    }
    each(pod.path("volumes"))
        .filter(v -> !v.has("secret") && !v.has("configMap") && !v.has("persistentVolumeClaim"))
        .filter(v -> !v.at("/emptyDir").has("sizeLimit"))
        .forEach(v -> complaints.add("volume " + v.path("name").asText() + " is not sized"));
    manifests
        .all("ServiceAccount")
        .forEach(account -> expect(complaints, account, "/automountServiceAccountToken", "false"));
    manifests
        .all("Namespace")
        .map(namespace -> namespace.at("/metadata/labels"))
        .forEach(l -> expect(complaints, l, "/pod-security.kubernetes.io~1enforce", "restricted"));
    return complaints.stream();
  }

  static Stream<String> resources(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    JsonNode resources = manifests.container().path("resources");
    for (String resource : List.of("memory", "ephemeral-storage")) {
      String limit = resources.at("/limits/" + resource).asText("none");
      expect(complaints, resources, "/requests/" + resource, limit);
    }
    if (resources.at("/requests/cpu").isMissingNode() || resources.at("/limits").has("cpu")) {
      complaints.add("cpu is to be requested, and not limited");
    }
    long limit = bytes(resources.at("/limits/memory"));
    if (Dockerfile.read().heap(limit) + Dockerfile.read().directMemory() + JVM_BESIDE_HEAP
        > limit) {
      complaints.add("memory: the JVM does not fit in");
    }
    String budget = manifests.settings().getOrDefault("SWARM_MONITOR_MEMORY_BUDGET", "512MiB");
    if (new ByteSizeConverter().convert(budget).bytes() >= limit) {
      complaints.add("memory: the worker would be killed before it complains");
    }
    long scratch =
        each(manifests.pod().path("volumes"))
            .filter(volume -> volume.has("emptyDir"))
            .mapToLong(volume -> bytes(volume.at("/emptyDir/sizeLimit")))
            .sum();
    if (scratch >= bytes(resources.at("/limits/ephemeral-storage"))) {
      complaints.add("ephemeral-storage: no room beside the volumes");
    }
    return complaints.stream();
  }

  static Stream<String> rollout(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    JsonNode deployment = manifests.deployment();
    expect(complaints, deployment, "/spec/strategy/rollingUpdate/maxSurge", "1");
    expect(complaints, deployment, "/spec/strategy/rollingUpdate/maxUnavailable", "0");
    Duration drain = duration(manifests, "SWARM_EXECUTOR_DRAIN_TIMEOUT", "30s");
    Duration grace =
        Duration.ofSeconds(manifests.pod().path("terminationGracePeriodSeconds").asLong(30));
    if (grace.compareTo(drain.plus(LAST_WRITES)) <= 0) {
      complaints.add("the grace of " + grace + " is too short for a drain of " + drain);
    }
    Duration call =
        duration(manifests, "SWARM_LLM_TIMEOUT", "10m")
            .plus(duration(manifests, "SWARM_POOL_ACQUIRE_TIMEOUT", "30s"));
    if (manifests.all("KafkaUser").findAny().isPresent() && drain.compareTo(call) < 0) {
      complaints.add("a drain of " + drain + " breaks off calls, which may take " + call);
    }
    for (String domain : List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname")) {
      if (each(manifests.pod().path("topologySpreadConstraints"))
          .noneMatch(spread -> spread.path("topologyKey").asText().equals(domain))) {
        complaints.add("not spread by " + domain);
      }
    }
    if (manifests.all("PodDisruptionBudget").findAny().isEmpty()) {
      complaints.add("no disruption budget");
    }
    manifests
        .all("PodDisruptionBudget")
        .forEach(b -> expect(complaints, b, "/spec/unhealthyPodEvictionPolicy", "AlwaysAllow"));
    return complaints.stream();
  }

  static Stream<String> probes(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    JsonNode container = manifests.container();
    PROBES.forEach(
        (probe, path) -> {
          expect(complaints, container, "/" + probe + "/httpGet/path", path);
          expect(complaints, container, "/" + probe + "/httpGet/port", "management");
        });
    for (String port : List.of("http", "management")) {
      String number = Settings.APPLICATION.getProperty("quarkus." + port + ".port");
      boolean there =
          each(container.path("ports"))
              .filter(p -> p.path("name").asText().equals(port))
              .anyMatch(p -> p.path("containerPort").asText().equals(number));
      if (!there) {
        complaints.add("port " + port + " is not " + number);
      }
    }
    return complaints.stream();
  }

  static Duration duration(Manifests manifests, String variable, String otherwise) {
    return new DurationConverter().convert(manifests.settings().getOrDefault(variable, otherwise));
  }

  private static long bytes(JsonNode quantity) {
    return quantity.isMissingNode()
        ? 0
        : Quantity.fromString(quantity.asText()).getNumber().longValue();
  }

  static void expect(List<String> complaints, JsonNode node, String path, String value) {
    String found = node.at(path).asText("nothing");
    if (!found.equals(value)) {
      complaints.add("%s is %s, not %s".formatted(path, found, value));
    }
  }
}
