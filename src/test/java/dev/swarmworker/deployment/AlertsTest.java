package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts by Prometheus' own tool: each fires, and stays quiet. */
class AlertsTest {

  private static final Path CASES =
      Path.of("src/test/resources/dev/swarmworker/deployment/alerts.yaml");
  private static final Path RUNBOOK = Path.of("docs", "operations.md");

  private static final Pattern AGGREGATION =
      Pattern.compile("\\b(?:sum|max|min|avg|count)\\b\\s*(?:by\\s*\\(([^)]*)\\))?");

  @TempDir private Path folder;

  @Test
  void everyAlert_firesAndStaysQuiet() throws IOException {
    write("rules.yaml", Yaml.write(Yaml.read(Queries.RULES).path("spec")));
    write("alerts.yaml", Yaml.text(CASES));

    Tool.Said checked = promtool("check", "rules", file("rules.yaml"));
    Tool.Said tested = promtool("test", "rules", file("alerts.yaml"));

    assertThat(checked.exit()).as(checked.words()).isZero();
    assertThat(tested.exit()).as(tested.words()).isZero();
  }

  @Test
  void everyAlert_hasACaseOfEach() {
    Map<Boolean, Set<String>> byFiring =
        each(Yaml.read(CASES).path("tests"))
            .flatMap(test -> each(test.path("alert_rule_test")))
            .collect(
                Collectors.partitioningBy(
                    test -> test.has("exp_alerts"),
                    Collectors.mapping(t -> t.path("alertname").asText(), Collectors.toSet())));

    assertThat(byFiring.get(true)).containsExactlyInAnyOrderElementsOf(alerts());
    assertThat(byFiring.get(false)).containsExactlyInAnyOrderElementsOf(alerts());
  }

  @Test
  void everyAlert_isInTheRunbook_andNoOther() {
    List<String> headings =
        Yaml.text(RUNBOOK)
            .lines()
            .filter(line -> line.startsWith("### SwarmWorker"))
            .map(line -> line.substring("### ".length()))
            .toList();

    assertThat(headings).containsExactlyElementsOf(alerts()); // and so the anchors are there
    Queries.rules()
        .forEach(
            rule ->
                assertThat(rule.at("/annotations/runbook_url").asText())
                    .isEqualTo(
                        RUNBOOK + "#" + rule.path("alert").asText().toLowerCase(Locale.ROOT)));
  }

  /** One fleet's figures must not be added to another's. */
  @Test
  void everyAlert_goesByNamespace() {
    assertThat(Queries.rules().map(rule -> rule.path("expr").asText()))
        .allSatisfy(
            expr ->
                assertThat(AGGREGATION.matcher(expr).results().map(found -> found.group(1)))
                    .as(expr)
                    .allMatch(labels -> labels != null && labels.contains("namespace")));
  }

  @Test
  void brokenRule_isNoticed() throws IOException {
    ObjectNode spec = Yaml.read(Queries.RULES).path("spec").deepCopy();
    ((ObjectNode) spec.at("/groups/0/rules/0")).put("expr", "sum(");
    write("rules.yaml", Yaml.write(spec));

    assertThat(promtool("check", "rules", file("rules.yaml")).exit()).isNotZero();
  }

  @Test
  void alertThatNeverFires_isNoticed() throws IOException {
    JsonNode spec = Yaml.read(Queries.RULES).path("spec").deepCopy();
    each(spec.at("/groups/0/rules")).forEach(r -> ((ObjectNode) r).put("expr", "vector(1) > 2"));
    write("rules.yaml", Yaml.write(spec));
    write("alerts.yaml", Yaml.text(CASES));

    assertThat(promtool("test", "rules", file("alerts.yaml")).exit()).isNotZero();
  }

  private static List<String> alerts() {
    return Queries.rules().map(rule -> rule.path("alert").asText()).toList();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static Tool.Said promtool(String... arguments) {
    return Tool.required("promtool", "Debian's package prometheus").run(arguments);
  }
}
