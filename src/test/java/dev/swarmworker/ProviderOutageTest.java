package dev.swarmworker;

import static dev.swarmworker.support.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider at whose address nobody listens for a while. */
@QuarkusTest
@TestProfile(ProviderOutageTest.Distant.class)
@QuarkusTestResource(LocalResource.class)
class ProviderOutageTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @ConfigProperty(name = "swarm.agents.distant.base-url")
  URI address;

  private Topics topics;

  /** An agent at an address of its own, and little patience with it. */
  public static final class Distant implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>();
      settings.put("swarm.agents.distant.type", "distant");
      settings.put("swarm.agents.distant.capabilities", "distance");
      settings.put("swarm.agents.distant.base-url", "http://127.0.0.1:" + freePort());
      settings.put("swarm.agents.distant.api-key", "none");
      settings.put("swarm.selection.failure-threshold", "2");
      settings.put("swarm.selection.cool-down", "50ms");
      settings.put("swarm.llm.breaker.request-volume", "3");
      settings.put("swarm.llm.breaker.delay", "200ms");
      settings.put("swarm.llm.backoff.base", "10ms");
      settings.put("swarm.llm.backoff.max", "20ms");
      return settings;
    }

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void open() {
    topics = new Topics(LocalResource.kafka().bootstrapServers());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void outage_costsATaskNoTry() {
    topics.send(task("far-1", "", distant("'maxRetries':0")));
    await().atMost(SOON).until(() -> retriesOf("far-1") >= 10);
    assertThat(RestAssured.get("/tasks/far-1").jsonPath().getInt("attempts")).isLessThan(2);

    FakeAnthropic.Options there = FakeAnthropic.Options.DEFAULTS.withPort(address.getPort());
    try (FakeAnthropic back = FakeAnthropic.start(there)) {
      await().atMost(SOON).until(() -> topics.resultOf("far-1") != null);

      assertThat(topics.resultOf("far-1").path("status").asText()).isEqualTo("completed");
      assertThat(topics.resultOf("far-1").path("attempts").asInt()).isEqualTo(1);
      assertThat(back.calls("far-1")).isEqualTo(1);
    }
  }

  @Test
  void outageUntilTheDeadline_endsInTimeoutWithoutACall() {
    String deadline = Instant.now().plusSeconds(4).toString();
    topics.send(task("far-2", "", distant("'deadline':'" + deadline + "'")));

    await().atMost(SOON).until(() -> topics.resultOf("far-2") != null);

    JsonNode result = topics.resultOf("far-2");
    assertThat(result.path("error").path("code").asText()).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(result.path("attempts").asInt()).isZero();
  }

  private static String distant(String constraint) {
    return "'requirements':{'capabilities':['distance']},'constraints':{" + constraint + "}";
  }

  private static int retriesOf(String id) {
    return RestAssured.get("/events?limit=1000")
        .jsonPath()
        .getList("findAll { it.type == 'task.retrying' && it.taskId == '" + id + "' }")
        .size();
  }
}
