package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long answers, which are streamed. */
@QuarkusTest
@TestProfile(SmallWorker.class)
@QuarkusTestResource(LocalResource.class)
class StreamingTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Topics topics;

  @BeforeEach
  void open() {
    topics = new Topics(LocalResource.kafka().bootstrapServers());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void longAnswer_tellsHowFarItIs() {
    topics.send(task("str-1", "latency=25s size=1000"));

    await().atMost(SOON).until(() -> outputTokens("str-1") > 0);
    int before = outputTokens("str-1");
    await().atMost(SOON).until(() -> outputTokens("str-1") > before);

    assertThat(topics.resultOf("str-1")).as("it still runs").isNull();
    RestAssured.delete("/tasks/str-1").then().statusCode(202);
    assertThat(resultOf("str-1").path("status").asText()).isEqualTo("cancelled");
  }

  @Test
  void answerInManyPieces_isWhole() {
    topics.send(task("str-2", "fault=drip size=1000"));

    JsonNode result = resultOf("str-2");
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("output").asText()).hasSize(1000);
    assertThat(result.path("attempts").asInt()).isEqualTo(1);
    assertThat(result.path("tokensUsed").path("outputTokens").asInt()).isEqualTo(250);
    assertThat(result.path("stopReason").asText()).isEqualTo("end_turn");
    assertThat(LocalResource.anthropic().lastRequest("str-2").body()).contains("\"stream\":true");
  }

  @Test
  void stalledAnswer_isNoticedAndAskedForAgain() {
    topics.send(task("str-3", "fault=stall times=1 size=1000"));

    JsonNode result = resultOf("str-3");
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("output").asText()).hasSize(1000);
    assertThat(result.path("attempts").asInt()).isEqualTo(2);
    assertThat(result.path("executionTime").asLong())
        .as("the idle timeout, and not the call's of 10 min")
        .isBetween(2_000L, 30_000L);
  }

  @Test
  void answerThatDoesNotBegin_isNoticedAndAskedForAgain() {
    topics.send(task("str-5", "fault=hang times=1 size=1000"));

    JsonNode result = resultOf("str-5");
    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertThat(result.path("attempts").asInt()).isEqualTo(2);
    assertThat(result.path("executionTime").asLong())
        .as("the first byte's timeout, and not the call's of 10 min")
        .isBetween(2_000L, 30_000L);
  }

  @Test
  void shortAnswer_isNotStreamed() {
    topics.send(
        "{'id':'str-4','type':'coding','objective':'[fake id=str-4] Tell.',"
            + "'constraints':{'maxTokens':100}}");

    resultOf("str-4");

    assertThat(LocalResource.anthropic().lastRequest("str-4").body()).doesNotContain("\"stream\"");
  }

  private static int outputTokens(String id) {
    Response response = RestAssured.get("/tasks/" + id);
    Integer tokens = response.statusCode() == 200 ? response.path("outputTokens") : null;
    return tokens == null ? 0 : tokens;
  }

  private JsonNode resultOf(String id) {
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return topics.resultOf(id);
  }

  private static String task(String id, String directive) {
    return "{'id':'%s','type':'coding','objective':'[fake id=%s %s] Tell.','constraints':{'maxTokens':100000}}"
        .formatted(id, id, directive);
  }
}
