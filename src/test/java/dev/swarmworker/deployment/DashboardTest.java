package dev.swarmworker.deployment;

import static dev.swarmworker.deployment.Yaml.each;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard, as far as it can be read without a Grafana. */
class DashboardTest {

  private static final int COLUMNS = 24;

  private final JsonNode dashboard = Yaml.read(Queries.DASHBOARD);

  @TempDir private Path folder;

  @Test
  void everyQuery_parses() throws IOException {
    Tool.Said said = parse(Queries.ofDashboard().values());

    assertThat(Queries.ofDashboard()).hasSizeGreaterThan(15);
    assertThat(said.exit()).as(said.words()).isZero();
  }

  @Test
  void brokenQuery_isNoticed() throws IOException {
    assertThat(parse(List.of("sum(rate(swarm_tasks_seconds_count[5m])")).exit()).isNotZero();
  }

  @Test
  void panels_areTold_andLieSideBySide() {
    List<JsonNode> panels = each(dashboard.path("panels")).toList();

    assertThat(panels)
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
              JsonNode place = panel.path("gridPos");
              assertThat(place.path("x").asInt() + place.path("w").asInt())
                  .isLessThanOrEqualTo(COLUMNS);
            });
    assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
    assertThat(panels)
        .extracting(
            panel -> panel.path("gridPos").path("x") + " " + panel.path("gridPos").path("y"))
        .doesNotHaveDuplicates();
    assertThat(each(dashboard.at("/templating/list")).map(v -> v.path("name").asText()))
        .containsExactly("datasource");
  }

  /** A query parses as a rule of its own. */
  private Tool.Said parse(Collection<String> queries) throws IOException {
    ObjectNode rules = JsonNodeFactory.instance.objectNode();
    ObjectNode group = rules.putArray("groups").addObject().put("name", "dashboard");
    var list = group.putArray("rules");
    for (String query : queries) {
      list.addObject().put("record", "panel:" + list.size()).put("expr", query);
    }
    Path file = folder.resolve("panels.yaml");
    Files.writeString(file, Yaml.write(rules));
    return Tool.required("promtool", "Debian's package prometheus")
        .run("check", "rules", file.toString());
  }
}
