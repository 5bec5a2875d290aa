package dev.swarmworker.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.swarmworker.json.PooledJson;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer as JSON, to be kept and read back by another worker, perhaps of another version. */
public final class AnswerJson {

  private static final ObjectMapper JSON = new ObjectMapper(PooledJson.factory());

  private AnswerJson() {}

  /** An answer as a part of other JSON. */
  public static ObjectNode toJson(Answer answer) {
    ObjectNode json = JSON.createObjectNode();
    json.put("text", answer.text());
    json.put("model", answer.model());
    json.put("inputTokens", answer.usage().inputTokens());
    json.put("outputTokens", answer.usage().outputTokens());
    json.put("cacheReadTokens", answer.usage().cacheReadTokens());
    json.put("cacheWriteTokens", answer.usage().cacheWriteTokens());
    json.put("stopReason", answer.stopReason());
    json.put("requestId", answer.requestId());
    return json;
  }

  /** The answer that this is; empty where it is none. */
  public static Optional<Answer> of(JsonNode json) {
    return json.path("text").isTextual() && json.path("model").isTextual()
        ? Optional.of(answer(json))
        : Optional.empty();
  }

  private static Answer answer(JsonNode json) {
    TokenUsage usage =
        new TokenUsage(
            json.path("inputTokens").asLong(),
            json.path("outputTokens").asLong(),
            json.path("cacheReadTokens").asLong(),
            json.path("cacheWriteTokens").asLong());
    return new Answer(
        json.path("text").textValue(),
        json.path("model").textValue(),
        usage,
        text(json, "stopReason"),
        text(json, "requestId"));
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.path(name).textValue();
  }
}
