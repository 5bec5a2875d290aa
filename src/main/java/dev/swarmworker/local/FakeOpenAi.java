package dev.swarmworker.local;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The chat completions API that many providers speak. */
final class FakeOpenAi implements FakeDialect {
  private static final int DELTAS = 10;
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

  @Override
  public Optional<Refusal> refusal(HttpServerRequest request, JsonObject body) {
    String authorization = request.getHeader("Authorization");
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      return Optional.of(
          new Refusal(401, "invalid_request_error", "You didn't provide an API key."));
    }
    if (!(body.getValue("model") instanceof String)) {
      return Optional.of(Refusal.invalid("you must provide a model parameter"));
    }
    if (!(body.getValue("messages") instanceof JsonArray messages) || messages.isEmpty()) {
      return Optional.of(Refusal.invalid("'messages' is too short"));
    }
    for (Object message : messages) {
      if (!(message instanceof JsonObject turn) || !ROLES.contains(turn.getString("role", ""))) {
        return Optional.of(Refusal.invalid("Invalid value for 'messages[].role'."));
      }
    }
    return Optional.empty();
  }

  @Override
  public int maxTokens(JsonObject body) {
    return body.getInteger(
        "max_tokens", body.getInteger("max_completion_tokens", Integer.MAX_VALUE));
  }

  @Override
  public JsonObject answer(FakeTurn turn) {
    JsonObject message = JsonObject.of("role", "assistant", "content", turn.text());
    JsonObject choice =
        JsonObject.of("index", 0, "message", message, "finish_reason", finishReason(turn));
    return completion("chat.completion", turn, JsonArray.of(choice)).put("usage", usage(turn));
  }

  private static JsonObject completion(String object, FakeTurn turn, JsonArray choices) {
    return JsonObject.of(
        "id",
        "chatcmpl-fake%08d".formatted(turn.number()),
        "object",
        object,
        "created",
        1_700_000_000L + turn.number(),
        "model",
        turn.model(),
        "choices",
        choices);
  }

  private static JsonObject usage(FakeTurn turn) {
    return JsonObject.of(
        "prompt_tokens", turn.inputTokens(),
        "completion_tokens", turn.outputTokens(),
        "total_tokens", turn.inputTokens() + turn.outputTokens());
  }

  private static String finishReason(FakeTurn turn) {
    return turn.stopReason().equals("max_tokens") ? "length" : "stop";
  }

  @Override
  public List<String> events(FakeTurn turn, JsonObject request) {
    List<String> events = new ArrayList<>();
    events.add(chunk(turn, JsonObject.of("role", "assistant", "content", ""), null));
    for (String piece : FakeDialect.pieces(turn.text(), DELTAS)) {
      events.add(chunk(turn, JsonObject.of("content", piece), null));
    }
    events.add(chunk(turn, new JsonObject(), finishReason(turn)));
    if (request
        .getJsonObject("stream_options", new JsonObject())
        .getBoolean("include_usage", false)) {
      events.add(
          data(
              completion("chat.completion.chunk", turn, new JsonArray())
                  .put("usage", usage(turn))));
    }
    events.add("data: [DONE]\n\n");
    return events;
  }

  private static String chunk(FakeTurn turn, JsonObject delta, @Nullable String finishReason) {
    JsonObject choice = JsonObject.of("index", 0, "delta", delta, "finish_reason", finishReason);
    return data(completion("chat.completion.chunk", turn, JsonArray.of(choice)));
  }

  private static String data(JsonObject json) {
    return "data: " + json.encode() + "\n\n";
  }

  @Override
  public JsonObject error(Refusal refusal, String requestId) {
    return JsonObject.of(
        "error",
        JsonObject.of(
            "message", refusal.message(), "type", refusal.type(), "param", null, "code", null));
  }

  @Override
  public String errorEvent(Refusal refusal) {
    return data(error(refusal, ""));
  }

  @Override
  public String requestIdHeader() {
    return "x-request-id";
  }
}
