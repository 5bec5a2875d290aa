package dev.swarmworker.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.TokenUsage;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages API, version 2023-06-01. */
final class AnthropicAdapter implements Adapter {
  private static final CharSequence API_KEY = HttpHeaders.createOptimized("x-api-key");
  private static final CharSequence VERSION = HttpHeaders.createOptimized("anthropic-version");

  @Override
  public String path() {
    return "/v1/messages";
  }

  @Override
  public void authorize(MultiMap headers, String apiKey) {
    headers.set(API_KEY, apiKey).set(VERSION, "2023-06-01");
  }

  @Override
  public byte[] body(Call call, boolean streamed) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          RequestJson.writeSettings(json, call, streamed);
          json.writeArrayFieldStart("messages");
          RequestJson.writeMessages(json, call);
          json.writeEndArray();
          if (call.system() != null) {
            json.writeStringField("system", call.system());
          }
          json.writeEndObject();
        });
  }

  /** An answer without text is one all the same: the model had nothing to say, and was paid. */
  @Override
  public Optional<Answer> answer(JsonNode body, String model, @Nullable String requestId) {
    if (!body.path("type").asText().equals("message") || !body.path("content").isArray()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : body.path("content")) {
      if (block.path("type").asText().equals("text")) {
        text.append(block.path("text").asText());
      }
    }
    return Optional.of(
        new Answer(
            text.toString(),
            body.path("model").asText(model),
            usage(body.path("usage"), TokenUsage.NONE),
            body.path("stop_reason").asText(null),
            requestId));
  }

  /** Counts that an event leaves out stay as they were: those of a stream are cumulative. */
  private static TokenUsage usage(JsonNode usage, TokenUsage before) {
    return new TokenUsage(
        usage.path("input_tokens").asLong(before.inputTokens()),
        usage.path("output_tokens").asLong(before.outputTokens()),
        usage.path("cache_read_input_tokens").asLong(before.cacheReadTokens()),
        usage.path("cache_creation_input_tokens").asLong(before.cacheWriteTokens()));
  }

  @Override
  public ProviderError error(JsonNode body) {
    JsonNode error = body.path("error");
    return new ProviderError(error.path("type").asText(), error.path("message").asText());
  }

  @Override
  public void event(SseParser.Event event, StreamedAnswer answer) {
    JsonNode data = Json.parse(event.data());
    switch (data.path("type").asText()) {
      case "message_start" -> {
        answer.model(data.path("message").path("model").asText(answer.answer().model()));
        answer.usage(usage(data.path("message").path("usage"), answer.usage()));
      }
      case "content_block_start" -> answer.append(data.path("content_block").path("text").asText());
      case "content_block_delta" -> answer.append(data.path("delta").path("text").asText());
      case "message_delta" -> {
        answer.usage(usage(data.path("usage"), answer.usage()));
        if (data.path("delta").path("stop_reason").isTextual()) {
          answer.stopReason(data.path("delta").path("stop_reason").asText());
        }
      }
      case "message_stop" -> answer.end();
      case "error" -> answer.fail(error(data));
      // Pings, ends of blocks, and whatever the API adds later.
      default -> {}
    }
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }
}
