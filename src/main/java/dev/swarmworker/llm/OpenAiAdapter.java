package dev.swarmworker.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.TokenUsage;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chat completions API, as OpenAI and the many compatible servers speak it. */
final class OpenAiAdapter implements Adapter {

  @Override
  public String path() {
    return "/v1/chat/completions";
  }

  @Override
  public void authorize(MultiMap headers, String apiKey) {
    headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + apiKey);
  }

  @Override
  public byte[] body(Call call, boolean streamed) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          RequestJson.writeSettings(json, call, streamed);
          json.writeArrayFieldStart("messages");
          if (call.system() != null) {
            RequestJson.writeMessage(json, "system", call.system());
          }
          RequestJson.writeMessages(json, call);
          json.writeEndArray();
          if (streamed) {
            json.writeObjectFieldStart("stream_options");
            json.writeBooleanField("include_usage", true);
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  @Override
  public Optional<Answer> answer(JsonNode body, String model, @Nullable String requestId) {
    JsonNode choice = body.path("choices").path(0);
    if (!choice.path("message").isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer(
            choice.path("message").path("content").asText(""),
            body.path("model").asText(model),
            usage(body.path("usage")),
            choice.path("finish_reason").asText(null),
            requestId));
  }

  /**
   * Here cached tokens are part of the prompt's count; with us, as with Anthropic, they are not.
   */
  private static TokenUsage usage(JsonNode usage) {
    long cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong();
    long prompt = usage.path("prompt_tokens").asLong();
    return new TokenUsage(
        Math.max(0, prompt - cached), usage.path("completion_tokens").asLong(), cached, 0);
  }

  /** A code says more than a type, where there is one: insufficient_quota is a 429. */
  @Override
  public ProviderError error(JsonNode body) {
    JsonNode error = body.path("error");
    String type = error.path("code").isTextual() ? "code" : "type";
    return new ProviderError(error.path(type).asText(), error.path("message").asText());
  }

  @Override
  public void event(SseParser.Event event, StreamedAnswer answer) {
    if (event.data().equals("[DONE]")) {
      answer.end();
      return;
    }
    JsonNode data = Json.parse(event.data());
    if (data.path("error").isObject()) {
      answer.fail(error(data));
      return;
    }
    if (data.path("model").isTextual()) {
      answer.model(data.path("model").asText());
    }
    JsonNode choice = data.path("choices").path(0);
    answer.append(choice.path("delta").path("content").asText(""));
    if (choice.path("finish_reason").isTextual()) {
      answer.stopReason(choice.path("finish_reason").asText());
    }
    if (data.path("usage").isObject()) {
      answer.usage(usage(data.path("usage")));
    }
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }
}
