package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What an overlay brings into a cluster. */
record Manifests(List<JsonNode> documents) {

  static final Path FOLDER = Path.of("k8s");

  private static final Map<Path, Manifests> RENDERED = new ConcurrentHashMap<>();

  static Manifests of(String yaml) {
    return new Manifests(Yaml.documents(yaml));
  }

  /** As kubectl would apply a folder; each is rendered once. */
  static Manifests rendered(Path folder) {
    return RENDERED.computeIfAbsent(folder, Manifests::render);
  }

  private static Manifests render(Path folder) {
    Tool kubectl = Tool.required("kubectl", "1.32 or later, for its kustomize");
    Tool.Said said = kubectl.run("kustomize", folder.toString());
    if (said.exit() != 0) {
      throw new AssertionError(folder + ": " + said.words());
    }
    return of(said.words());
  }

  Stream<JsonNode> all(String kind) {
    return documents.stream().filter(document -> document.path("kind").asText().equals(kind));
  }

  Optional<JsonNode> find(String kind, String name) {
    return all(kind).filter(document -> name(document).equals(name)).findFirst();
  }

  static String name(JsonNode document) {
    return document.at("/metadata/name").asText();
  }

  JsonNode deployment() {
    return all("Deployment").findFirst().orElseThrow();
  }

  JsonNode pod() {
    return deployment().at("/spec/template/spec");
  }

  JsonNode container() {
    return pod().at("/containers/0");
  }

  /** What the container's environment says in the clear. */
  TreeMap<String, String> settings() {
    TreeMap<String, String> settings = new TreeMap<>();
    each(container().path("envFrom"))
        .map(from -> from.at("/configMapRef/name").asText())
        .flatMap(name -> find("ConfigMap", name).stream())
        .flatMap(map -> map.path("data").propertyStream())
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    each(container().path("env"))
        .filter(variable -> variable.has("value"))
        .forEach(v -> settings.put(v.path("name").asText(), v.path("value").asText()));
    return settings;
  }

  /** The names of the container's whole environment. */
  Stream<String> variables() {
    Stream<String> named = each(container().path("env")).map(v -> v.path("name").asText());
    return Stream.concat(named, settings().keySet().stream()).distinct();
  }
}
