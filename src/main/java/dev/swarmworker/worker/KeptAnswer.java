package dev.swarmworker.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.swarmworker.json.PooledJson;
import dev.swarmworker.llm.AnswerJson;
import dev.swarmworker.task.Outcome.Completed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it is kept: until its result is stored, for the task's next owner; and for equal
 * tasks. Whoever reads it may be of another version.
 *
 * @param agentId who gave it, or null where that is not known
 * @param completed with its text
 */
record KeptAnswer(@Nullable String agentId, Completed completed) {

  /** Largest that is kept, in bytes. */
  static final int MAX_BYTES = 4 << 20;

  private static final ObjectMapper JSON = new ObjectMapper(PooledJson.factory());

  byte[] encode() {
    ObjectNode json = JSON.createObjectNode();
    json.put("agentId", agentId);
    json.put("cached", completed.cached());
    json.set("answer", AnswerJson.toJson(completed.answer()));
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer of these bytes; empty where they are none. */
  static Optional<KeptAnswer> decode(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      boolean cached = json.path("cached").asBoolean();
      String agentId = json.path("agentId").textValue();
      return AnswerJson.of(json.path("answer"))
          .map(answer -> new KeptAnswer(agentId, new Completed(answer, cached)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
