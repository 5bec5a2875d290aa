package dev.swarmworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.OtlpReceiver;
import dev.swarmworker.support.OtlpReceiver.Received;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One task's trace over two processes, as a collector gets it; and what there is without one. */
class TracingIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SENDER = "00f067aa0ba902b7";
  private static final String TRACEPARENT = "00-" + TRACE + "-" + SENDER + "-01";
  private static final String KEY = "sk-never-to-be-told";

  @TempDir private Path folder;

  private static LocalEnvironment environment;
  private static FakeAnthropic anthropic;

  private OtlpReceiver collector;
  private Topics topics;

  @BeforeAll
  static void startEnvironment() {
    environment = LocalEnvironment.start();
    anthropic = environment.anthropic().orElseThrow();
  }

  @AfterAll
  static void stopEnvironment() {
    environment.close();
  }

  @BeforeEach
  void open() {
    collector = OtlpReceiver.start();
    topics = new Topics(environment.kafka().orElseThrow().bootstrapServers());
    topics.awaitMembers(0);
  }

  @AfterEach
  void close() {
    topics.close();
    collector.close();
  }

  @Test
  void killedInTheCall_bothWorkersSpansAreInTheSendersTrace() {
    try (WorkerProcess first = traced("first")) {
      topics.awaitMembers(1);
      send("traced-1", "fault=hang times=1");
      await().atMost(SOON).until(() -> anthropic.calls("traced-1") == 1);
      await().atMost(SOON).until(() -> names("first").contains("claim"));
      first.kill();
    }
    try (WorkerProcess _ = traced("second")) {
      await().atMost(SOON).until(() -> topics.hasResultOf("traced-1"));
      await().atMost(SOON).until(() -> names("second").contains("process swarm.tasks"));
    }

    assertThat(collector.spans()).allSatisfy(s -> assertThat(s.traceId()).isEqualTo(TRACE));
    assertThat(names("first")).containsExactly("turn", "claim");
    assertThat(names("second"))
        .containsExactlyInAnyOrder(
            "turn", "claim", "chat claude-sonnet-4-5", "send swarm.results", "process swarm.tasks");
    Received process = span("second", "process swarm.tasks");
    assertThat(process.parentId()).isEqualTo(SENDER);
    assertThat(spans("second").stream().filter(s -> !s.equals(process)))
        .allSatisfy(s -> assertThat(s.parentId()).isEqualTo(process.spanId()));
    assertThat(carriedOn("traced-1"))
        .isEqualTo("00-" + TRACE + "-" + span("second", "send swarm.results").spanId() + "-01");
    assertThat(collector.bodies())
        .isNotEmpty()
        .noneMatch(body -> body.contains("secret prompt"))
        .noneMatch(body -> body.contains("secret answer"))
        .noneMatch(body -> body.contains(KEY));
  }

  /** Where a collector is, is no wish to be traced: a platform may tell every pod. */
  @Test
  void switchedOff_nothingIsSentOrLoaded_andTheSendersHeaderGoesOn() throws IOException {
    Path classes = folder.resolve("classes");
    try (WorkerProcess worker =
        WorkerProcess.ready(
            "quiet",
            environment,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.endpoint(),
                "JAVA_TOOL_OPTIONS",
                "-Xlog:class+load:file=" + classes))) {
      send("quiet-1", "");
      await().atMost(SOON).until(() -> topics.hasResultOf("quiet-1"));
      worker.terminate();
      worker.awaitExit(Duration.ofSeconds(40));
    }

    assertThat(carriedOn("quiet-1")).isEqualTo(TRACEPARENT);
    assertThat(collector.bodies()).isEmpty();
    assertThat(Files.readAllLines(classes))
        .anyMatch(line -> line.contains(" dev.swarmworker.worker.TaskProcessor "))
        .noneMatch(line -> line.contains(" dev.swarmworker.trace.Traced"))
        .noneMatch(line -> line.contains(" dev.swarmworker.trace.Span"))
        .noneMatch(line -> line.contains(" io.opentelemetry.context."))
        .noneMatch(line -> line.contains(" io.opentelemetry.sdk.trace."));
  }

  private WorkerProcess traced(String name) {
    Map<String, String> settings = new HashMap<>();
    settings.put("OTEL_SDK_DISABLED", "false");
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
    settings.put("OTEL_BSP_SCHEDULE_DELAY", "100");
    settings.put("OTEL_TRACES_SAMPLER_ARG", "0");
    settings.put("ANTHROPIC_API_KEY", KEY);
    settings.put("SWARM_STATE_LEASE", "3s");
    settings.put("KAFKA_CONSUMER_SESSION_TIMEOUT_MS", "6000");
    settings.put("KAFKA_CONSUMER_HEARTBEAT_INTERVAL_MS", "1500");
    return WorkerProcess.ready(name, environment, settings);
  }

  private void send(String id, String directive) {
    String task =
        """
        {"id":"%s","type":"coding",
         "objective":"[fake id=%s %s output=\\"a secret answer\\"] a secret prompt",
         "metadata":{"cache":false}}
        """
            .formatted(id, id, directive);
    topics.send(null, task.getBytes(UTF_8), Map.of("traceparent", TRACEPARENT.getBytes(UTF_8)));
  }

  private String carriedOn(String id) {
    return Topics.header(topics.resultsOf(id).getFirst(), "traceparent");
  }

  private List<String> names(String worker) {
    return spans(worker).stream().map(Received::name).toList();
  }

  private Received span(String worker, String name) {
    return spans(worker).stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private List<Received> spans(String worker) {
    return collector.spans().stream().filter(s -> s.worker().equals(worker)).toList();
  }
}
