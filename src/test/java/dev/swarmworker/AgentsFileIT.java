package dev.swarmworker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running worker whose file of agents changes. */
class AgentsFileIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String POET =
      """
      swarm.agents.poet.capabilities=poetry
      swarm.agents.poet.max-concurrency=1
      """;

  @TempDir private Path folder;

  private LocalEnvironment environment;
  private FakeAnthropic anthropic;
  private FakeAnthropic another;
  private WorkerProcess worker;
  private Topics topics;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    environment = LocalEnvironment.start();
    anthropic = environment.anthropic().orElseThrow();
    another = FakeAnthropic.start();
    file = Files.writeString(folder.resolve("agents.properties"), POET);
    worker =
        WorkerProcess.start(
            "changing",
            environment,
            Map.of(
                "SWARM_CATALOG_FILE", file.toString(),
                "SWARM_CATALOG_INTERVAL", "200ms",
                "SWARM_AGENTS_WATCHMAN_CAPABILITIES", "watching",
                "BARD_KEY", "sk-bard"));
    await().atMost(SOON).until(() -> worker.managementStatus("/q/health/ready") == 200);
    topics = new Topics(environment.kafka().orElseThrow().bootstrapServers());
  }

  @AfterEach
  void stop() {
    topics.close();
    worker.close();
    another.close();
    environment.close();
  }

  @Test
  void changedFile_isInForceWithoutARestart() throws IOException {
    // Given one poem under way, and one that waits for the only poet
    send("poem-1", "poetry", "fault=hang");
    await().atMost(SOON).until(() -> anthropic.calls("poem-1") == 1);
    send("poem-2", "poetry", "");
    await().atMost(SOON).until(() -> stats("queueLength") == 1);

    // When a second poet comes, with an endpoint of its own
    write(
        POET
            + """
            swarm.agents.bard.capabilities=poetry
            swarm.agents.bard.provider=openai
            swarm.agents.bard.model=verse-1
            swarm.agents.bard.base-url=%s
            swarm.agents.bard.api-key=${BARD_KEY}
            """
                .formatted(another.baseUrl()));

    // Then that one serves who waited, and the other's call goes on
    assertThat(resultOf("poem-2").path("agentId").asText()).isEqualTo("bard");
    assertThat(another.lastRequest("poem-2").headers())
        .containsEntry("authorization", "Bearer sk-bard");
    assertThat(anthropic.calls("poem-1")).isEqualTo(1);
    assertThat(topics.resultOf("poem-1")).isNull();
    assertThat(worker.get("/agents").body()).contains("\"id\":\"watchman\"", "\"id\":\"coder\"");
    assertThat(metrics())
        .contains("swarm_agent_healthy{agent=\"bard\"} 1.0", "swarm_catalog_current 1.0")
        .contains("swarm_breaker_state{endpoint=\"OPENAI at " + another.baseUrl());

    // When the file is wrong
    write(POET + "swarm.agents.poet.max-concurrency=0\nswarm.agents.bard.api-key=sk-hidden");

    // Then nothing changes, and that is said
    await().atMost(SOON).until(() -> metrics().contains("swarm_catalog_current 0.0"));
    String wrong = "swarm.agents.poet.max-concurrency is '0': 1 to 100000 is allowed";
    await().atMost(SOON).until(() -> worker.log().contains(wrong));
    assertThat(worker.log()).containsOnlyOnce(wrong).doesNotContain("sk-hidden", "sk-bard");
    send("poem-3", "poetry", "");
    assertThat(resultOf("poem-3").path("agentId").asText()).isEqualTo("bard");

    // When all poets go while one is in a call, and one waits
    write(POET);
    await().atMost(SOON).until(() -> !metrics().contains("swarm_agent_healthy{agent=\"bard\"}"));
    send("poem-4", "poetry", "");
    await().atMost(SOON).until(() -> stats("queueLength") == 1);
    write("# no poets");

    // Then who waits hears that nobody will ever come, and the call can still be ended
    JsonNode nobody = resultOf("poem-4");
    assertThat(nobody.path("status").asText()).isEqualTo("failed");
    assertThat(nobody.path("error").path("code").asText()).isEqualTo("NO_CAPABLE_AGENT");
    assertThat(topics.resultOf("poem-1")).isNull();
    assertThat(worker.delete("/tasks/poem-1").statusCode()).isEqualTo(202);
    assertThat(resultOf("poem-1").path("status").asText()).isEqualTo("cancelled");
    await().atMost(SOON).until(() -> stats("activeExecutions") == 0);

    // And whoever comes back begins anew
    write(POET);
    await().atMost(SOON).until(() -> worker.get("/agents").body().contains("\"id\":\"poet\""));
    send("poem-5", "poetry", "");
    assertThat(resultOf("poem-5").path("agentId").asText()).isEqualTo("poet");
  }

  @Test
  void endpointThatComesWithAFile_isConnectedToBeforeATaskNeedsIt() throws IOException {
    assertThat(another.connectionsOpened()).isZero();

    write(
        POET
            + "swarm.agents.poet.api-key=sk-poet\nswarm.agents.poet.base-url="
            + another.baseUrl());

    await().atMost(SOON).until(() -> another.connectionsOpened() == 2);
  }

  private void write(String content) throws IOException {
    Files.writeString(file, content);
  }

  private void send(String id, String type, String directive) {
    topics.send(
        "{'id':'%s','type':'%s','objective':'Do. [fake id=%s %s]'}"
            .formatted(id, type, id, directive));
  }

  private JsonNode resultOf(String id) {
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return topics.resultOf(id);
  }

  private int stats(String figure) {
    return Topics.json(worker.get("/stats").body().getBytes(UTF_8))
        .path("executor")
        .path(figure)
        .asInt();
  }

  private String metrics() {
    return worker.management("/q/metrics").body();
  }
}
