package dev.swarmworker.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Place;
import dev.swarmworker.task.TaskId;
import io.quarkus.logging.json.runtime.AdditionalField;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.logging.json.runtime.JsonLogConfig.AdditionalFieldConfig.Type;
import java.io.IOException;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

/** Lines as the formatter of the packaged worker writes them. */
class LineFieldsTest {

  private static final Present PRESENT =
      new Present(
          new Place("swarm.tasks", 3, 5_000_000_000L),
          new TaskId("t-1"),
          () -> "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  private final JsonFormatter formatter = new JsonFormatter();

  LineFieldsTest() {
    formatter.setAdditionalFields(
        new LineFields(Map.of("workerId", new AdditionalField("w-1", Type.STRING))));
  }

  @Test
  void lineOfATask_hasItsKeysBesideTheText() throws Exception {
    PRESENT.during(
        () -> {
          try (Line _ =
              Line.of("task.failed", new TaskId("t-1"))
                  .agent("coder")
                  .attempt(2)
                  .code(ErrorCode.TIMEOUT)) {
            JsonNode line = line();

            assertThat(line.path("message").asText()).isEqualTo("it happened");
            assertThat(line.path("event").asText()).isEqualTo("task.failed");
            assertThat(line.path("taskId").asText()).isEqualTo("t-1");
            assertThat(line.path("agent").asText()).isEqualTo("coder");
            assertThat(line.path("attempt").intValue()).isEqualTo(2);
            assertThat(line.path("code").asText()).isEqualTo("TIMEOUT");
            assertThat(line.path("topic").asText()).isEqualTo("swarm.tasks");
            assertThat(line.path("partition").isNumber()).isTrue();
            assertThat(line.path("offset").longValue()).isEqualTo(5_000_000_000L);
            assertThat(line.path("traceId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(line.path("workerId").asText()).isEqualTo("w-1");
          }
        });
  }

  @Test
  void anyOtherLineOnATasksThread_saysWhichTask() throws Exception {
    PRESENT.during(
        () -> {
          assertThat(line().path("taskId").asText()).isEqualTo("t-1");
          assertThat(line().path("partition").intValue()).isEqualTo(3);
          assertThat(line().has("event")).isFalse();
        });
  }

  @Test
  void messageWithoutIdOrTrace_hasItsPlaceAlone() throws Exception {
    new Present(new Place("swarm.tasks", 0, 1), null, () -> null)
        .during(
            () -> {
              assertThat(line().has("taskId")).isFalse();
              assertThat(line().has("traceId")).isFalse();
              assertThat(line().path("offset").intValue()).isEqualTo(1);
            });
  }

  @Test
  void lineAfterwards_hasNoKeysOfTheOneBefore() throws Exception {
    PRESENT.during(() -> Line.of("task.claimed", new TaskId("t-1")).close());

    assertThat(line().has("event")).isFalse();
    assertThat(line().has("taskId")).isFalse();
    assertThat(line().path("workerId").asText()).isEqualTo("w-1");
  }

  private JsonNode line() {
    try {
      return new ObjectMapper()
          .readTree(formatter.format(new ExtLogRecord(Level.INFO, "it happened", "test")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
