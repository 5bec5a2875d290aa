package dev.swarmworker.monitor;

import static dev.swarmworker.support.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.LocalResource;
import dev.swarmworker.support.RawHttp;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is scraped, and that the page about it is true. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
class MetricsTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  @ConfigProperty(name = "quarkus.management.test-port")
  int management;

  private Topics topics;

  @BeforeEach
  void open() {
    topics = new Topics(LocalResource.kafka().bootstrapServers());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  /** A metric as the page has it, and as it is exposed. */
  private record Documented(String type, Set<String> labels) {}

  @Test
  void everyMetricOfOurs_isOnThePage_asItIs() throws IOException {
    finish("metrics-doc", "status=529 times=1 retry-after=0", "");

    assertThat(exposed()).isEqualTo(onThePage());
  }

  @Test
  void nothingThatATaskBrings_becomesALabel() {
    finish(
        "metrics-label-id",
        "",
        "'metadata':{'cache':false,'model':'label-model','tenant':'label-tenant',"
            + "'systemPrompt':'label-system'},'type':'coding','input':{'k':'label-input'},"
            + "'context':{'relatedTasks':[{'objective':'label-related'}]}");
    topics.send(
        task("metrics-label-nobody", "", "'requirements':{'capabilities':['label-capability']}"));
    topics.send("{'id':'metrics-label-broken','type':'label type'}");
    await().atMost(SOON).until(() -> topics.resultOf("metrics-label-nobody") != null);
    await().atMost(SOON).until(() -> topics.resultOf("metrics-label-broken") != null);

    assertThat(scrape()).doesNotContain("label-", "label type", "metrics-label");
  }

  @Test
  void requests_areCountedByTemplate_whateverThePath() {
    for (int i = 0; i < 5; i++) {
      for (String line :
          new String[] {
            "GET /tasks/path-%d",
            "DELETE /tasks/path-%d",
            "PUT /tasks/path-%d",
            "HEAD /tasks/path-%d",
            "GET /tasks/path-%d/x",
            "GET /path-%d",
            "POST /path-%d",
            "GET /path-%d/x/y",
            "GET /tasks/%%zz-path-%d",
            "PATH-%d /stats",
            "GET /stats?path-%d",
            "GET /artifacts/path-%d",
            "GET /artifacts/a/b/path-%d",
            "GET /cache/path-%d",
            "GET /cache/path-%d/x",
          }) {
        RawHttp.send(RestAssured.port, line.formatted(i));
      }
      RawHttp.send(RestAssured.port, "GET /tasks/path-" + i, "Accept: image/png");
      RawHttp.send(RestAssured.port, "GET /path-" + i, "Content-Length: 70000");
    }

    String scraped = scrape();
    assertThat(scraped).doesNotContainIgnoringCase("path-").contains("uri=\"/tasks/{id}\"");
    Set<String> uris =
        scraped
            .lines()
            .filter(line -> line.startsWith("http_server_requests_seconds_count"))
            .map(line -> labels(line).get("uri"))
            .collect(Collectors.toSet());
    assertThat(uris)
        .isSubsetOf(
            "/tasks/{id}",
            "/artifacts/{path}",
            "/cache",
            "/cache/{key}",
            "/events",
            "/events/capacity",
            "/agents",
            "/stats",
            "/stats/history",
            "/stats/report",
            "NOT_FOUND",
            "UNKNOWN",
            "root");
  }

  @Test
  void calls_areCountedByThePathOfTheApi() {
    finish("metrics-client", "", "");

    Set<String> uris =
        scrape()
            .lines()
            .filter(line -> line.startsWith("http_client_requests_seconds_count"))
            .map(line -> labels(line).get("uri"))
            .collect(Collectors.toSet());
    assertThat(uris)
        .isNotEmpty()
        .isSubsetOf("/v1/messages", "/v1/models", "/v1/chat/completions", "NOT_FOUND", "UNKNOWN");
  }

  private void finish(String id, String directive, String more) {
    topics.send(task(id, directive, more));
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    await().atMost(SOON).until(() -> scrape().contains("gen_ai_client_operation_duration_seconds"));
    await().atMost(SOON).until(() -> scrape().contains("gen_ai_client_token_usage"));
  }

  private String scrape() {
    return RestAssured.get("http://localhost:" + management + "/q/metrics").asString();
  }

  private Map<String, Documented> exposed() {
    Map<String, String> types = new TreeMap<>();
    Map<String, Set<String>> labels = new TreeMap<>();
    for (String line : scrape().lines().toList()) {
      Matcher type = TYPE.matcher(line);
      Matcher series = SERIES.matcher(line);
      if (type.matches() && isOurs(type.group(1))) {
        types.put(type.group(1), type.group(2));
      } else if (series.matches() && isOurs(series.group(1))) {
        labels.computeIfAbsent(series.group(1), _ -> new TreeSet<>()).addAll(labels(line).keySet());
      }
    }
    Map<String, Documented> exposed = new TreeMap<>();
    types.forEach(
        (name, type) -> {
          String series =
              switch (type) {
                case "counter" -> name + "_total";
                case "histogram" -> name + "_count";
                default -> name;
              };
          // The greatest value of a histogram is a gauge beside it, and needs no line of its own.
          if (!name.endsWith("_max")) {
            exposed.put(series, new Documented(type, labels.getOrDefault(series, Set.of())));
          }
        });
    return exposed;
  }

  /** Rows as {@code | `name` | type | `label`, `label` | meaning |}. */
  private static Map<String, Documented> onThePage() throws IOException {
    Map<String, Documented> page = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs", "metrics.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 6 && isOurs(cells[1].strip().replace("`", ""))) {
        Set<String> labels =
            Arrays.stream(cells[3].split(",", -1))
                .map(label -> label.replace("`", "").strip())
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(cells[4]).as(cells[1]).isNotBlank();
        page.put(cells[1].strip().replace("`", ""), new Documented(cells[2].strip(), labels));
      }
    }
    return page;
  }

  private static boolean isOurs(String name) {
    return name.startsWith("swarm_") || name.startsWith("gen_ai_");
  }

  private static Map<String, String> labels(String line) {
    Map<String, String> labels = new TreeMap<>();
    Matcher matcher = LABEL.matcher(line);
    while (matcher.find()) {
      labels.put(matcher.group(1), matcher.group(2));
    }
    return labels;
  }
}
