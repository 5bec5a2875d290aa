package dev.swarmworker.api;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.LocalResource;
import dev.swarmworker.support.RawHttp;
import dev.swarmworker.support.RawHttp.Answer;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The result cache under an operator's hands. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
class CacheHttpTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Topics topics;

  @BeforeEach
  void open() {
    topics = new Topics(LocalResource.kafka().bootstrapServers());
    RestAssured.delete("/cache").then().statusCode(200);
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void wrongAnswer_isFoundReadAndRemoved_andTheNextTaskCallsAgain() {
    run("cache-1", "wrong");
    assertThat(run("cache-2", "wrong").path("cached").asBoolean()).isTrue();

    JsonNode entry = json("/cache").path("entries").get(0);
    String key = entry.path("key").asText();
    JsonNode answer = json("/cache/" + key);
    assertThat(answer.path("answer").toString()).contains("wrong-answer");
    assertThat(answer.path("key").asText()).isEqualTo(key);
    assertThat(answer.path("bytes").asLong())
        .isEqualTo(entry.path("bytes").asLong())
        .isGreaterThanOrEqualTo("wrong-answer".length());
    for (JsonNode each : List.of(entry, answer)) {
      assertThat(each.path("remainingTtl").asLong()).isBetween(3_500_000L, 3_600_000L);
    }
    assertThat(RestAssured.head("/cache/" + key).statusCode()).isEqualTo(200);

    RestAssured.delete("/cache/" + key).then().statusCode(204);

    assertThat(RestAssured.head("/cache/" + key).statusCode()).isEqualTo(404);
    assertProblem(RawHttp.send(RestAssured.port, "GET /cache/" + key), 404);
    assertProblem(RawHttp.send(RestAssured.port, "DELETE /cache/" + key), 404);
    assertThat(json("/cache").path("entries")).isEmpty();
    assertThat(run("cache-3", "wrong").path("cached").asBoolean()).isFalse();
  }

  @Test
  void touchedAnswer_isKeptForItsWholeTtlAgain() {
    run("cache-touch", "touched");
    String key = json("/cache").path("entries").get(0).path("key").asText();
    long before = remainingTtl(key);
    await().atMost(SOON).until(() -> remainingTtl(key) < before - 3_000);

    RestAssured.post("/cache/" + key + "/touch").then().statusCode(204);

    assertThat(remainingTtl(key)).isBetween(before - 2_999, 3_600_000L);
  }

  private static long remainingTtl(String key) {
    return json("/cache/" + key).path("remainingTtl").asLong();
  }

  @Test
  void pages_giveEveryAnswer_andAllAreRemovedAtOnce() {
    for (int i = 0; i < 12; i++) {
      run("cache-many-" + i, "number " + i);
    }

    List<String> keys = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = json("/cache?limit=5" + (next.isEmpty() ? "" : "&cursor=" + next));
      page.path("entries").forEach(entry -> keys.add(entry.path("key").asText()));
      next = page.path("next").asText();
    } while (!next.isEmpty());
    assertThat(keys.stream().distinct()).hasSize(12);

    assertThat(RestAssured.delete("/cache").path("removed").equals(12)).isTrue();
    assertThat(json("/cache").path("entries")).isEmpty();
    assertThat(json("/cache").has("next")).isFalse();
    assertThat((int) get("/stats").path("cache.size")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /cache?limit=x, 400",
    "GET /cache?cursor=x, 400",
    "GET /cache?cursor=0-99999999999999999999, 400",
    "GET /cache/none, 404",
    "GET /cache/%20%00, 404",
    "DELETE /cache/none, 404",
    "PUT /cache, 405",
    "POST /cache/none, 405",
    "POST /cache/none/touch, 404",
    "GET /cache/none/touch, 405",
    "GET /cache/a/b, 404",
  })
  void whatIsNotTaken_isAProblem(String line, int status) {
    assertProblem(RawHttp.send(RestAssured.port, line), status);
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.isProblem()).as("%s", answer).isTrue();
  }

  private static JsonNode json(String path) {
    return Topics.json(get(path).asByteArray());
  }

  private JsonNode run(String id, String words) {
    topics.send(
        "{'id':'%s','type':'data-analysis','objective':'[fake id=cached output=wrong-answer] %s'}"
            .formatted(id, words));
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return topics.resultOf(id);
  }
}
