package dev.swarmworker.monitor;

import static dev.swarmworker.support.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.LocalResource;
import dev.swarmworker.support.Quick;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What probes, API and metrics say while Kafka or Redis is away. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
@TestProfile(Quick.class)
class OutageTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @ConfigProperty(name = "quarkus.management.test-port")
  int management;

  @BeforeEach
  void isReady() {
    await().atMost(SOON).until(() -> health("ready").statusCode() == 200);
  }

  @AfterEach
  void becomesReadyByItself() {
    await().atMost(Duration.ofMinutes(2)).until(() -> health("ready").statusCode() == 200);
  }

  @Test
  void redisAway_isNotReadyButAliveAndStarted() {
    LocalResource.redis().kill();
    try {
      await().atMost(SOON).until(() -> health("ready").statusCode() == 503);
      assertThat(data("ready", "redis").asBoolean(true)).isFalse();
      assertThat(data("ready", "kafka").asBoolean(false)).isTrue();
      staysAlive(Duration.ofSeconds(5));
      assertThat(health("started").statusCode()).isEqualTo(200);
    } finally {
      LocalResource.redis().restart();
    }
    await().atMost(SOON).until(() -> health("ready").statusCode() == 200);
  }

  @Test
  void redisAway_tasksAreUnavailable_andTheRestIsTold() {
    try (Topics topics = new Topics(LocalResource.kafka().bootstrapServers())) {
      topics.send(task("outage-1", ""));
      await().atMost(SOON).until(() -> topics.resultOf("outage-1") != null);
    }
    await()
        .atMost(SOON)
        .until(() -> RestAssured.get("/stats").jsonPath().getInt("executor.totalExecuted") > 0);
    JsonNode before = Topics.json(RestAssured.get("/stats").asByteArray());
    LocalResource.redis().kill();
    try {
      Response away = RestAssured.get("/tasks/outage-1");
      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.contentType()).isEqualTo("application/problem+json");
      assertThat(RestAssured.delete("/tasks/outage-1").statusCode()).isEqualTo(503);

      JsonNode stats = Topics.json(RestAssured.get("/stats").asByteArray());
      assertThat(stats.path("stale").toString()).isEqualTo("[\"cache\",\"state\"]");
      assertThat(stats.at("/state/size").asLong()).isEqualTo(before.at("/state/size").asLong());
      assertThat(stats.at("/executor/totalExecuted").asLong())
          .isEqualTo(before.at("/executor/totalExecuted").asLong());
      assertThat(stats.at("/system/uptime").asLong())
          .isGreaterThan(before.at("/system/uptime").asLong());
      assertThat(RestAssured.get("/stats/report").statusCode()).isEqualTo(200);
      assertThat(RestAssured.get("/events").statusCode()).isEqualTo(200);
      assertThat(RestAssured.get("/agents").statusCode()).isEqualTo(200);
      assertThat(RestAssured.get("http://localhost:" + management + "/q/metrics").statusCode())
          .isEqualTo(200);
    } finally {
      LocalResource.redis().restart();
    }
    await()
        .atMost(SOON)
        .until(() -> RestAssured.get("/stats").jsonPath().getList("stale").isEmpty());
  }

  @Test
  void redisFrozen_statsAnswerAtOnceOnceThatIsKnown() {
    LocalResource.redis().pause();
    try {
      await().atMost(SOON).until(() -> health("ready").statusCode() == 503);
      long begun = System.nanoTime();
      assertThat(RestAssured.get("/stats").statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    } finally {
      LocalResource.redis().resume();
    }
  }

  @Test
  void kafkaAway_isNotReadyButAlive() {
    LocalResource.kafka().stop();
    try {
      await().atMost(SOON).until(() -> !data("ready", "kafka").asBoolean(true));
      assertThat(health("ready").statusCode()).isEqualTo(503);
      assertThat(data("ready", "redis").asBoolean(false)).isTrue();
      staysAlive(Duration.ofSeconds(8));
      assertThat(RestAssured.get("/tasks/none").statusCode()).isEqualTo(404);
    } finally {
      LocalResource.kafka().restart();
    }
    await().atMost(SOON).until(() -> health("ready").statusCode() == 200);
    try (Topics topics = new Topics(LocalResource.kafka().bootstrapServers())) {
      topics.send(task("outage-2", ""));
      await().atMost(SOON).until(() -> topics.resultOf("outage-2") != null);
    }
  }

  @Test
  void bothAway_isReadyOnlyWhenBothAreBack() {
    LocalResource.redis().kill();
    LocalResource.kafka().stop();
    try {
      await()
          .atMost(SOON)
          .until(
              () ->
                  !data("ready", "kafka").asBoolean(true)
                      && !data("ready", "redis").asBoolean(true));
      assertThat(health("live").statusCode()).isEqualTo(200);

      LocalResource.redis().restart();
      await().atMost(SOON).until(() -> data("ready", "redis").asBoolean(false));
      assertThat(health("ready").statusCode()).isEqualTo(503);
    } finally {
      LocalResource.redis().restart();
      LocalResource.kafka().restart();
    }
    await().atMost(SOON).until(() -> health("ready").statusCode() == 200);
  }

  private void staysAlive(Duration time) {
    await()
        .during(time)
        .atMost(time.plusSeconds(10))
        .failFast("not alive", () -> health("live").statusCode() != 200)
        .until(() -> true);
  }

  private Response health(String kind) {
    return RestAssured.get("http://localhost:" + management + "/q/health/" + kind);
  }

  private JsonNode data(String kind, String name) {
    JsonNode checks = Topics.json(health(kind).asByteArray()).path("checks");
    return StreamSupport.stream(checks.spliterator(), false)
        .filter(check -> check.path("name").asText().equals("worker takes tasks"))
        .findFirst()
        .orElseThrow()
        .path("data")
        .path(name);
  }
}
