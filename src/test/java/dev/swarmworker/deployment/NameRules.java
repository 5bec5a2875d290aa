package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What names each other must be there under that name. */
final class NameRules {

  /** The cluster that the worker's Strimzi resources belong to. */
  private static final String CLUSTER = "strimzi.io/cluster";

  /** What the base asks for; made by hand where no external secret makes it. */
  private static final Map<String, Set<String>> BY_HAND =
      Map.of("swarm-worker", Set.of("anthropic-api-key", "api-tokens"));

  /** Made by whoever issues certificates, in the form of cert-manager. */
  private static final Map<String, Set<String>> BY_AN_ISSUER =
      Map.of("swarm-worker-redis", Set.of("ca.crt", "tls.crt", "tls.key"));

  private NameRules() {}

  static Stream<String> references(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    JsonNode pod = manifests.pod();
    BiConsumer<String, String> there =
        (kind, name) -> {
          if (manifests.find(kind, name).isEmpty()) {
            complaints.add("there is no %s %s".formatted(kind, name));
          }
        };
    there.accept("ServiceAccount", pod.path("serviceAccountName").asText());
    each(manifests.container().path("envFrom"))
        .forEach(from -> there.accept("ConfigMap", from.at("/configMapRef/name").asText()));
    Set<String> volumes =
        each(pod.path("volumes")).map(v -> v.path("name").asText()).collect(Collectors.toSet());
    each(manifests.container().path("volumeMounts"))
        .map(mount -> mount.path("name").asText())
        .filter(name -> !volumes.contains(name))
        .forEach(name -> complaints.add("there is no volume " + name));
    each(pod.path("volumes"))
        .filter(volume -> volume.has("persistentVolumeClaim"))
        .map(volume -> volume.at("/persistentVolumeClaim/claimName").asText())
        .forEach(name -> there.accept("PersistentVolumeClaim", name));
    for (String scaler : List.of("ScaledObject", "HorizontalPodAutoscaler")) {
      manifests
          .all(scaler)
          .map(s -> s.at("/spec/scaleTargetRef/name").asText())
          .forEach(name -> there.accept("Deployment", name));
    }
    manifests
        .all("ScaledObject")
        .flatMap(scaled -> each(scaled.at("/spec/triggers")))
        .filter(trigger -> trigger.has("authenticationRef"))
        .map(trigger -> trigger.at("/authenticationRef/name").asText())
        .forEach(name -> there.accept("TriggerAuthentication", name));
    return Stream.concat(complaints.stream(), secrets(manifests));
  }

  private static Stream<String> secrets(Manifests manifests) {
    Map<String, Set<String>> secrets = secretsThere(manifests);
    return secretsWanted(manifests)
        .filter(wanted -> !secrets.getOrDefault(wanted.name(), Set.of()).contains(wanted.key()))
        .map(
            wanted ->
                "nobody makes the key %s of Secret %s".formatted(wanted.key(), wanted.name()));
  }

  private record Wanted(String name, String key) {}

  private static Stream<Wanted> secretsWanted(Manifests manifests) {
    Stream<Wanted> variables =
        each(manifests.container().path("env"))
            .map(variable -> variable.at("/valueFrom/secretKeyRef"))
            .filter(reference -> reference.has("name") && !reference.path("optional").asBoolean())
            .map(r -> new Wanted(r.path("name").asText(), r.path("key").asText()));
    Stream<Wanted> volumes =
        each(manifests.pod().path("volumes"))
            .filter(volume -> volume.has("secret"))
            .flatMap(
                volume ->
                    each(volume.at("/secret/items"))
                        .map(i -> i.path("key").asText())
                        .map(key -> new Wanted(volume.at("/secret/secretName").asText(), key)));
    Stream<Wanted> triggers =
        manifests
            .all("TriggerAuthentication")
            .flatMap(authentication -> each(authentication.at("/spec/secretTargetRef")))
            .map(r -> new Wanted(r.path("name").asText(), r.path("key").asText()));
    return Stream.of(variables, volumes, triggers).flatMap(wanted -> wanted);
  }

  /** By what operators make: Strimzi for users and clusters, the external secrets'. */
  private static Map<String, Set<String>> secretsThere(Manifests manifests) {
    Map<String, Set<String>> secrets = new HashMap<>(BY_AN_ISSUER);
    manifests
        .all("KafkaUser")
        .forEach(
            user -> {
              secrets.put(
                  Manifests.name(user),
                  Set.of("user.crt", "user.key", "user.p12", "user.password"));
              secrets.put(
                  user.at("/metadata/labels").path(CLUSTER).asText() + "-cluster-ca-cert",
                  Set.of("ca.crt", "ca.p12", "ca.password"));
            });
    manifests
        .all("ExternalSecret")
        .forEach(
            external ->
                secrets
                    .computeIfAbsent(
                        external.at("/spec/target/name").asText(), _ -> new HashSet<>())
                    .addAll(
                        each(external.at("/spec/data"))
                            .map(item -> item.path("secretKey").asText())
                            .toList()));
    if (manifests.all("ExternalSecret").findAny().isEmpty()) {
      secrets.putAll(BY_HAND);
    }
    return secrets;
  }

  static Stream<String> selectors(Manifests manifests) {
    JsonNode labels = manifests.deployment().at("/spec/template/metadata/labels");
    Stream<JsonNode> selectors =
        Stream.of(
                manifests.all("Deployment").map(d -> d.at("/spec/selector/matchLabels")),
                manifests.all("PodDisruptionBudget").map(d -> d.at("/spec/selector/matchLabels")),
                manifests.all("NetworkPolicy").map(d -> d.at("/spec/podSelector/matchLabels")),
                manifests.all("Service").map(d -> d.at("/spec/selector")),
                manifests.all("PodMonitor").map(d -> d.at("/spec/selector/matchLabels")),
                each(manifests.pod().path("topologySpreadConstraints"))
                    .map(constraint -> constraint.at("/labelSelector/matchLabels")))
            .flatMap(selector -> selector);
    return selectors
        .filter(
            selector ->
                selector.isEmpty()
                    || selector
                        .propertyStream()
                        .anyMatch(e -> !e.getValue().equals(labels.path(e.getKey()))))
        .map(selector -> selector + " finds no pod of " + labels);
  }

  /** Topics and group are what the application calls them by default, or is told. */
  static Stream<String> applications(Manifests manifests) {
    List<String> complaints = new ArrayList<>();
    Set<String> topics =
        Set.of(
            called(manifests, "swarm.topics.tasks"),
            called(manifests, "swarm.topics.results"),
            called(manifests, "swarm.topics.dead-letters"));
    Set<String> made = manifests.all("KafkaTopic").map(Manifests::name).collect(Collectors.toSet());
    if (!made.isEmpty() && !made.equals(topics)) {
      complaints.add("topics are %s, not %s".formatted(made, topics));
    }
    String group = called(manifests, "swarm.group");
    manifests
        .all("KafkaUser")
        .flatMap(user -> each(user.at("/spec/authorization/acls")))
        .map(acl -> acl.at("/resource/name").asText())
        .filter(name -> !topics.contains(name) && !name.equals(group))
        .forEach(name -> complaints.add("a right to " + name + " is of no use"));
    manifests
        .all("ScaledObject")
        .flatMap(scaled -> each(scaled.at("/spec/triggers")))
        .filter(trigger -> trigger.path("type").asText().equals("kafka"))
        .map(trigger -> trigger.path("metadata"))
        .forEach(
            metadata -> {
              String tasks = called(manifests, "swarm.topics.tasks");
              PodRules.expect(complaints, metadata, "/topic", tasks);
              PodRules.expect(complaints, metadata, "/consumerGroup", group);
            });
    return complaints.stream();
  }

  private static String called(Manifests manifests, String key) {
    String variable = key.replaceAll("[.-]", "_").toUpperCase(java.util.Locale.ROOT);
    return manifests.settings().getOrDefault(variable, Settings.APPLICATION.getProperty(key));
  }
}
