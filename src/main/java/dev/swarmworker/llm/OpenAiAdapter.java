package dev.swarmworker.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.TokenUsage;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import java.io.InputStream;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The chat completions API, as OpenAI and the many compatible servers speak it. */
final class OpenAiAdapter implements Adapter {

  @Override
  public Transport connect(QuarkusRestClientBuilder builder) {
    OpenAiApi api = builder.build(OpenAiApi.class);
    return new Transport() {
      @Override
      public Uni<RestResponse<InputStream>> post(String apiKey, byte[] body) {
        return api.completions("Bearer " + apiKey, body);
      }

      @Override
      public Uni<RestResponse<InputStream>> models(String apiKey) {
        return api.models("Bearer " + apiKey);
      }

      @Override
      public void close() {
        api.close();
      }
    };
  }

  @Override
  public byte[] body(Call call, boolean streamed) {
    ObjectNode body = RequestJson.of(call, streamed);
    ArrayNode messages = body.putArray("messages");
    if (call.system() != null) {
      messages.addObject().put("role", "system").put("content", call.system());
    }
    RequestJson.addMessages(messages, call);
    if (streamed) {
      body.putObject("stream_options").put("include_usage", true);
    }
    return Json.bytes(body);
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
