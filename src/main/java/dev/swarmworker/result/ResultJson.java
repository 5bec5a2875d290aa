package dev.swarmworker.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.swarmworker.json.PooledJson;
import dev.swarmworker.task.ArtifactRef;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A result as the contract's JSON: fields in a fixed order, absent where they have no value. */
final class ResultJson {

  private static final JsonFactory JSON = PooledJson.factory();
  private static final ObjectReader READER = new ObjectMapper(JSON).reader();

  /** Room for a result without its output, in bytes. */
  private static final int ENVELOPE = 512;

  private ResultJson() {}

  static byte[] encode(Result result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(ENVELOPE + result.output().length());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("taskId", result.taskId().value());
      json.writeStringField("status", result.status().wireName());
      json.writeBooleanField("success", result.status() == Status.COMPLETED);
      text(json, "agentId", result.agentId());
      text(json, "model", result.model());
      json.writeStringField("output", result.output());
      artifact(json, result.artifact());
      error(json, result.error());
      tokens(json, result.tokensUsed());
      json.writeNumberField("executionTime", result.executionTime().toMillis());
      json.writeNumberField("attempts", result.attempts());
      json.writeBooleanField("cached", result.cached());
      text(json, "stopReason", result.stopReason());
      text(json, "requestId", result.requestId());
      json.writeStringField("workerId", result.workerId());
      json.writeStringField("timestamp", result.timestamp().toString());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads back what {@link #encode} wrote of a failure, perhaps in a newer worker; empty where that
   * has a code which is not known here.
   */
  static Optional<Results.FailedBefore> failureIn(byte[] result) {
    try {
      JsonNode json = READER.readTree(result);
      String code = json.path("error").path("code").asText();
      return Stream.of(ErrorCode.values())
          .filter(known -> known.name().equals(code))
          .findFirst()
          .map(known -> failedBefore(known, json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Results.FailedBefore failedBefore(ErrorCode code, JsonNode json) {
    JsonNode error = json.path("error");
    Failure failure =
        new Failure(code, error.path("message").asText(), error.path("retryable").asBoolean());
    return new Results.FailedBefore(failure, json.path("attempts").asInt());
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static void artifact(JsonGenerator json, @Nullable ArtifactRef artifact)
      throws IOException {
    if (artifact != null) {
      json.writeObjectFieldStart("artifact");
      json.writeStringField("path", artifact.path());
      json.writeNumberField("size", artifact.size());
      json.writeStringField("sha256", artifact.sha256());
      json.writeEndObject();
    }
  }

  private static void error(JsonGenerator json, @Nullable Failure error) throws IOException {
    if (error != null) {
      json.writeObjectFieldStart("error");
      json.writeStringField("code", error.code().name());
      json.writeStringField("message", error.message());
      json.writeBooleanField("retryable", error.retryable());
      json.writeEndObject();
    }
  }

  private static void tokens(JsonGenerator json, TokenUsage tokens) throws IOException {
    json.writeObjectFieldStart("tokensUsed");
    json.writeNumberField("inputTokens", tokens.inputTokens());
    json.writeNumberField("outputTokens", tokens.outputTokens());
    json.writeNumberField("cacheReadTokens", tokens.cacheReadTokens());
    json.writeNumberField("cacheWriteTokens", tokens.cacheWriteTokens());
    json.writeEndObject();
  }
}
