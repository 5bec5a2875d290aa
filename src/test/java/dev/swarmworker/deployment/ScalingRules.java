package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scaler's keys are real ones, and its numbers fit the worker's and the topic's. */
final class ScalingRules {

  /** The keys of each trigger that KEDA reads, of those one would want here. */
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "kafka",
          Set.of(
              "bootstrapServers",
              "consumerGroup",
              "topic",
              "lagThreshold",
              "activationLagThreshold",
              "offsetResetPolicy",
              "allowIdleConsumers",
              "scaleToZeroOnInvalidOffset",
              "excludePersistentLag",
              "limitToPartitionsWithLag",
              "version",
              "sasl",
              "tls"),
          "prometheus",
          Set.of(
              "serverAddress",
              "query",
              "threshold",
              "activationThreshold",
              "namespace",
              "authModes",
              "ignoreNullValues",
              "unsafeSsl"));

  private static final int SLOW_DOWN_SECONDS = 300;
  private static final Pattern NAMESPACE = Pattern.compile("namespace=\"([^\"]*)\"");

  private ScalingRules() {}

  static Stream<String> complaints(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    for (JsonNode scaled : manifests.all("ScaledObject").toList()) {
      each(scaled.at("/spec/triggers")).forEach(trigger -> keys(complaints, trigger));
      numbers(complaints, manifests, scaled);
      namespaces(complaints, manifests, scaled);
      PodRules.expect(complaints, scaled, "/spec/minReplicaCount", "0");
      slowDown(complaints, scaled.at("/spec/advanced/horizontalPodAutoscalerConfig/behavior"));
      fits(complaints, manifests, scaled.at("/spec/maxReplicaCount").asInt());
    }
    for (JsonNode autoscaler : manifests.all("HorizontalPodAutoscaler").toList()) {
      fits(complaints, manifests, autoscaler.at("/spec/maxReplicas").asInt());
      slowDown(complaints, autoscaler.at("/spec/behavior"));
    }
    return complaints.stream();
  }

  /** Who is told to go may be wanted again before its calls have ended. */
  private static void slowDown(List<String> complaints, JsonNode behavior) {
    if (behavior.at("/scaleDown/stabilizationWindowSeconds").asInt() < SLOW_DOWN_SECONDS) {
      complaints.add("scaled down at once");
    }
  }

  private static void keys(List<String> complaints, JsonNode trigger) {
    String type = trigger.path("type").asText();
    trigger
        .path("metadata")
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.getOrDefault(type, Set.of()).contains(key)) {
                complaints.add("%s is no key of the trigger %s".formatted(key, type));
              }
            });
    if (trigger.at("/metadata/excludePersistentLag").asBoolean()) {
      complaints.add("excludePersistentLag: an offset that stands still is a long task");
    }
  }

  private static void fits(List<String> complaints, Manifests manifests, int most) {
    if (manifests.deployment().path("spec").has("replicas")) {
      complaints.add("replicas are set, and the scaler's are lost at each deployment");
    }
    manifests
        .find("KafkaTopic", Settings.APPLICATION.getProperty("swarm.topics.tasks"))
        .map(topic -> topic.at("/spec/partitions").asInt())
        .filter(partitions -> partitions < most)
        .ifPresent(p -> complaints.add("%d workers for %d partitions".formatted(most, p)));
  }

  /** Another fleet's figures would scale this one. */
  private static void namespaces(List<String> complaints, Manifests manifests, JsonNode scaled) {
    String ours = manifests.deployment().at("/metadata/namespace").asText();
    each(scaled.at("/spec/triggers"))
        .map(trigger -> trigger.at("/metadata/query").asText())
        .filter(query -> !query.isEmpty())
        .forEach(
            query -> {
              Set<String> asked =
                  NAMESPACE.matcher(query).results().map(r -> r.group(1)).collect(toSet());
              if (!asked.equals(Set.of(ours))) {
                complaints.add("asks for %s, not for %s: %s".formatted(asked, ours, query));
              }
            });
  }

  private static void numbers(List<String> complaints, Manifests manifests, JsonNode scaled) {
    int permits = setting(manifests, "SWARM_EXECUTOR_CONCURRENCY", 10);
    int places = permits + setting(manifests, "SWARM_EXECUTOR_QUEUE", 100);
    if (setting(manifests, "SWARM_POOL_MAX", 10) < permits) {
      complaints.add("fewer connections than permits");
    }
    Map<String, Integer> most = Map.of("lag", 2 * places, "demand", permits);
    each(scaled.at("/spec/triggers"))
        .filter(trigger -> most.containsKey(trigger.path("name").asText()))
        .forEach(
            trigger -> {
              String name = trigger.path("name").asText();
              JsonNode metadata = trigger.path("metadata");
              int target =
                  metadata
                      .path(metadata.has("lagThreshold") ? "lagThreshold" : "threshold")
                      .asInt();
              if (target < 1 || target > most.get(name)) {
                complaints.add("%s asks for %d by each worker".formatted(name, target));
              }
            });
  }

  private static int setting(Manifests manifests, String variable, int otherwise) {
    String value = manifests.settings().get(variable);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}
