package dev.swarmworker.state;

import static dev.swarmworker.support.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.LocalResource;
import dev.swarmworker.loop.TaskLoop;
import dev.swarmworker.support.Topics;
import dev.swarmworker.timer.Repeating;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker whose own clock is an hour ahead. */
@QuarkusTest
@TestProfile(SkewedClockTest.AnHourAhead.class)
@QuarkusTestResource(LocalResource.class)
class SkewedClockTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration AHEAD = Duration.ofHours(1);

  @ConfigProperty(name = "quarkus.management.test-port")
  int management;

  private Topics topics;

  /** With that clock. */
  public static final class AnHourAhead implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SkewedClock.class);
    }
  }

  /** The application's clock, made of a wall clock that is wrong. */
  @Alternative
  @Singleton
  static final class SkewedClock {

    private final FleetClock clock =
        new FleetClock(System::nanoTime, () -> Instant.now().plus(AHEAD));
    private final RedisCommands commands;
    private final Repeating measuring = new Repeating("skewed-clock");

    SkewedClock(Redis redis, TaskLoop loop, StateConfig config) {
      commands = new RedisCommands(redis, loop.context(), config.commandTimeout());
      RedisTime time = new RedisTime(commands);
      measuring.start(Duration.ofMillis(200), () -> clock.measure(time));
    }

    @Produces
    @Singleton
    FleetClock fleetClock() {
      return clock;
    }

    @PreDestroy
    void close() {
      measuring.close();
      commands.close();
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
  void taskWithHalfAnHourLeft_isDone_andItsTimesAreTrue() {
    Instant begun = Instant.now();
    topics.send(withDeadline("skew-1", begun.plus(Duration.ofMinutes(30))));

    JsonNode result = resultOf("skew-1");

    assertThat(result.path("status").asText()).isEqualTo("completed");
    assertTrueSince(begun, Instant.parse(result.path("timestamp").asText()));
    ConsumerRecord<byte[], byte[]> record = topics.resultsOf("skew-1").getFirst();
    assertTrueSince(begun, Instant.ofEpochMilli(record.timestamp()));
    String at =
        RestAssured.get("/events?limit=1000")
            .jsonPath()
            .getString("find { it.type == 'task.completed' && it.taskId == 'skew-1' }.at");
    assertTrueSince(begun, Instant.parse(at));
  }

  @Test
  void retriesOfATaskWithHalfAnHourLeft_areMade() {
    topics.send(
        task(
            "skew-2",
            "status=529 times=1 retry-after=0",
            "'constraints':{'deadline':'" + Instant.now().plus(Duration.ofMinutes(30)) + "'}"));

    assertThat(resultOf("skew-2").path("attempts").asInt()).isEqualTo(2);
    assertThat(resultOf("skew-2").path("status").asText()).isEqualTo("completed");
  }

  @Test
  void taskPastItsDeadline_endsInTimeout() {
    topics.send(withDeadline("skew-3", Instant.now().minusSeconds(5)));

    assertThat(resultOf("skew-3").path("error").path("code").asText())
        .isEqualTo("DEADLINE_EXCEEDED");
  }

  @Test
  void offset_isAFigure() {
    String offset =
        RestAssured.get("http://localhost:" + management + "/q/metrics")
            .asString()
            .lines()
            .filter(line -> line.startsWith("swarm_clock_offset_seconds"))
            .findFirst()
            .orElseThrow();

    assertThat(Double.parseDouble(offset.replaceAll(".* ", ""))).isBetween(-3605.0, -3595.0);
  }

  /** Broker, Redis and test are on one machine, whose clock is right. */
  private static void assertTrueSince(Instant begun, Instant time) {
    assertThat(time).isBetween(begun.minusSeconds(5), Instant.now().plusSeconds(5));
  }

  private JsonNode resultOf(String id) {
    await().atMost(SOON).until(() -> topics.resultOf(id) != null);
    return topics.resultOf(id);
  }

  private static String withDeadline(String id, Instant deadline) {
    return task(id, "", "'constraints':{'deadline':'" + deadline + "'}");
  }
}
