package dev.swarmworker;

import static dev.swarmworker.support.Topics.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that ask the same of the same kind of agent, on a started worker. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
class EqualTasksTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Topics topics;
  private FakeAnthropic anthropic;

  @BeforeEach
  void open() {
    anthropic = LocalResource.anthropic();
    topics = new Topics(LocalResource.kafka().bootstrapServers());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  /** {@code coding} is one agent's, {@code research} and {@code code-review} several agents'. */
  @ParameterizedTest
  @ValueSource(strings = {"coding", "research", "code-review"})
  void equalTasksAtOnce_areCalledOnce_andTheOthersSaySo(String type) {
    List<JsonNode> results = equal("share-" + type, type, 8, "");

    assertThat(anthropic.calls("share-" + type)).isEqualTo(1);
    assertThat(results).allMatch(r -> r.path("status").asText().equals("completed"));
    assertThat(results.stream().map(r -> r.path("output").asText()).distinct()).hasSize(1);
    assertThat(results.stream().map(r -> r.path("agentId").asText()).distinct()).hasSize(1);
    assertThat(results.stream().filter(r -> r.path("cached").asBoolean()))
        .hasSize(7)
        .allMatch(r -> r.path("attempts").asInt() == 0)
        .allMatch(r -> r.path("tokensUsed").path("outputTokens").asInt() == 0);
  }

  @Test
  void equalTasksWithoutTheCache_areCalledEach() {
    List<JsonNode> results = equal("each", "research", 2, ",'metadata':{'cache':false}");

    assertThat(anthropic.calls("each")).isEqualTo(2);
    assertThat(results).noneMatch(r -> r.path("cached").asBoolean());
  }

  @Test
  void tasksThatDiffer_stillSpreadOverAgents() {
    for (int i = 0; i < 10; i++) {
      send("spread-" + i, "spread-" + i, "research", "");
    }

    assertThat(
            IntStream.range(0, 10)
                .mapToObj(i -> result("spread-" + i))
                .map(r -> r.path("agentId").asText())
                .distinct())
        .hasSizeGreaterThanOrEqualTo(4);
  }

  private List<JsonNode> equal(String name, String type, int count, String more) {
    for (int i = 0; i < count; i++) {
      send(name + "-" + i, name, type, more);
    }
    return IntStream.range(0, count).mapToObj(i -> result(name + "-" + i)).toList();
  }

  private void send(String id, String name, String type, String more) {
    topics.send(
        "{'id':'%s','type':'%s','objective':'[fake id=%s latency=500ms] Write.'%s}"
            .formatted(id, type, name, more)
            .replace('\'', '"'));
  }

  private JsonNode result(String id) {
    await().atMost(SOON).until(() -> !topics.resultsOf(id).isEmpty());
    return json(topics.resultsOf(id).getFirst().value());
  }
}
