package dev.swarmworker.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Holds a document strictly against its kind, in the version of its API that clusters serve. Kinds
 * of Kubernetes itself: by the classes of its client. Kinds of others: by schemas of our own, which
 * allow what we use and nothing else; the deeper check holds them against the real ones.
 */
final class Kinds {

  private static final Path SCHEMAS =
      Path.of("src/test/resources/dev/swarmworker/deployment/kinds");

  private static final Map<String, Strict> OF_KUBERNETES =
      Map.of(
          "v1 Namespace", V1Namespace::validateJsonElement,
          "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
          "v1 ConfigMap", V1ConfigMap::validateJsonElement,
          "v1 Service", V1Service::validateJsonElement,
          "v1 PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
          "apps/v1 Deployment", V1Deployment::validateJsonElement,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement,
          "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement);

  private static final Set<String> OF_OTHERS =
      Set.of(
          "keda.sh/v1alpha1 ScaledObject",
          "keda.sh/v1alpha1 TriggerAuthentication",
          "kafka.strimzi.io/v1 KafkaTopic",
          "kafka.strimzi.io/v1 KafkaUser",
          "external-secrets.io/v1 ExternalSecret",
          "monitoring.coreos.com/v1 PodMonitor",
          "monitoring.coreos.com/v1 PrometheusRule");

  @FunctionalInterface
  private interface Strict {
    void check(JsonElement document) throws Exception;
  }

  private Kinds() {}

  /** What is wrong with a document; nothing where it is right. */
  static List<String> complaints(JsonNode document) {
    String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
    Function<JsonNode, List<String>> check =
        OF_KUBERNETES.containsKey(kind)
            ? d -> byClient(OF_KUBERNETES.get(kind), d)
            : OF_OTHERS.contains(kind) ? Kinds::bySchema : _ -> List.of("is no kind known here");
    return check.apply(document).stream().map(words -> kind + ": " + words).toList();
  }

  private static List<String> byClient(Strict strict, JsonNode document) {
    try {
      strict.check(JsonParser.parseString(document.toString()));
      return List.of();
    } catch (Exception e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> bySchema(JsonNode document) {
    Path file = SCHEMAS.resolve(document.path("kind").asText() + ".yaml");
    return against(file, document);
  }

  /** Against a JSON schema in a file, YAML or JSON. */
  static List<String> against(Path schema, JsonNode document) {
    if (!Files.exists(schema)) {
      return List.of("has no schema " + schema);
    }
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(Yaml.read(schema))
        .validate(document)
        .stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }
}
