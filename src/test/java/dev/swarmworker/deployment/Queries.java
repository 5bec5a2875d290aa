package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is asked of Prometheus: by alerts, dashboard and scalers, each by where it stands. */
final class Queries {

  static final Path RULES = Manifests.FOLDER.resolve("components/monitoring/prometheusrule.yaml");
  static final Path DASHBOARD =
      Manifests.FOLDER.resolve("components/monitoring/dashboards/swarm-worker.json");

  private static final Path SCALER = Manifests.FOLDER.resolve("components/keda/scaledobject.yaml");
  private static final Path AUTOSCALER =
      Manifests.FOLDER.resolve("components/hpa/horizontalpodautoscaler.yaml");

  /** Strings, matchers, ranges and label lists: what is in a query beside names. */
  private static final Pattern BESIDE =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]"
              + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)"
              + "|\\b(and|or|unless|bool|offset)\\b");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\()\\b");

  private Queries() {}

  static Map<String, String> all() {
    Map<String, String> queries = new LinkedHashMap<>(ofDashboard());
    rules().forEach(rule -> queries.put(rule.path("alert").asText(), rule.path("expr").asText()));
    each(Yaml.read(SCALER).at("/spec/triggers"))
        .filter(trigger -> trigger.path("metadata").has("query"))
        .forEach(t -> queries.put(t.path("name").asText(), t.at("/metadata/query").asText()));
    each(Yaml.read(AUTOSCALER).at("/spec/metrics"))
        .map(metric -> metric.at("/pods/metric/name").asText())
        .forEach(name -> queries.put("autoscaler's " + name, name));
    return queries;
  }

  static Stream<JsonNode> rules() {
    return each(Yaml.read(RULES).at("/spec/groups")).flatMap(group -> each(group.path("rules")));
  }

  /** By panel and letter. A dashboard's own variables stand for what they usually are. */
  static Map<String, String> ofDashboard() {
    Map<String, String> queries = new LinkedHashMap<>();
    each(Yaml.read(DASHBOARD).path("panels"))
        .forEach(
            panel ->
                each(panel.path("targets"))
                    .forEach(
                        target ->
                            queries.put(
                                panel.path("title").asText() + " " + target.path("refId").asText(),
                                target.path("expr").asText().replace("$__rate_interval", "5m"))));
    return queries;
  }

  /** The metrics that a query names. */
  static Set<String> metrics(String query) {
    Matcher names = NAME.matcher(BESIDE.matcher(query).replaceAll(" "));
    return names
        .results()
        .map(result -> result.group())
        .filter(name -> !name.matches("[0-9.]+[smhd]?"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
