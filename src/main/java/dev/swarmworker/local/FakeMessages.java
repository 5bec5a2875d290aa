package dev.swarmworker.local;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Anthropic's Messages API. */
final class FakeMessages implements FakeDialect {
  private static final int DELTAS = 10;
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "max_tokens",
          "messages",
          "system",
          "temperature",
          "stream",
          "metadata",
          "stop_sequences",
          "top_k",
          "top_p",
          "thinking",
          "tools",
          "tool_choice",
          "service_tier",
          "container");

  @Override
  public Optional<Refusal> refusal(HttpServerRequest request, JsonObject body) {
    if (request.getHeader("x-api-key") == null) {
      return Optional.of(new Refusal(401, "authentication_error", "x-api-key header is required"));
    }
    if (request.getHeader("anthropic-version") == null) {
      return invalid("anthropic-version: header is required");
    }
    for (String field : body.fieldNames()) {
      if (!FIELDS.contains(field)) {
        return invalid(field + ": Extra inputs are not permitted");
      }
    }
    return settings(body).or(() -> messages(body));
  }

  private static Optional<Refusal> settings(JsonObject body) {
    if (!(body.getValue("model") instanceof String model) || model.isEmpty()) {
      return invalid("model: Field required");
    }
    if (!(body.getValue("max_tokens") instanceof Integer maxTokens)) {
      return invalid("max_tokens: Field required");
    }
    if (maxTokens < 1) {
      return invalid("max_tokens: Input should be greater than or equal to 1");
    }
    Object temperature = body.getValue("temperature");
    if (temperature != null
        && !(temperature instanceof Number number
            && number.doubleValue() >= 0
            && number.doubleValue() <= 1)) {
      return invalid("temperature: range: 0..1");
    }
    return Optional.empty();
  }

  private static Optional<Refusal> messages(JsonObject body) {
    if (!(body.getValue("messages") instanceof JsonArray messages) || messages.isEmpty()) {
      return invalid("messages: at least one message is required");
    }
    String expected = "user";
    for (int i = 0; i < messages.size(); i++) {
      JsonObject message = messages.getJsonObject(i);
      String role = message.getString("role", "");
      if (role.equals("system")) {
        return invalid(
            "messages: Unexpected role \"system\". The Messages API accepts a top-level `system`"
                + " parameter, not \"system\" as an input message role.");
      }
      if (!role.equals("user") && !role.equals("assistant")) {
        return invalid("messages.%d.role: Input should be 'user' or 'assistant'".formatted(i));
      }
      if (!role.equals(expected)) {
        return invalid(
            i == 0
                ? "messages: first message must use the \"user\" role"
                : "messages: roles must alternate between \"user\" and \"assistant\", but found"
                    + " multiple \"%s\" roles in a row".formatted(role));
      }
      if (FakeDialect.text(message.getValue("content")).isBlank()) {
        return invalid("messages.%d: all messages must have non-empty content".formatted(i));
      }
      expected = role.equals("user") ? "assistant" : "user";
    }
    return Optional.empty();
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(Refusal.invalid(message));
  }

  @Override
  public int maxTokens(JsonObject body) {
    return body.getInteger("max_tokens");
  }

  @Override
  public JsonObject answer(FakeTurn turn) {
    return message(turn, JsonArray.of(JsonObject.of("type", "text", "text", turn.text())))
        .put("stop_reason", turn.stopReason())
        .put("usage", usage(turn, turn.outputTokens()));
  }

  private static JsonObject message(FakeTurn turn, JsonArray content) {
    return JsonObject.of(
        "id",
        "msg_fake%08d".formatted(turn.number()),
        "type",
        "message",
        "role",
        "assistant",
        "model",
        turn.model(),
        "content",
        content,
        "stop_reason",
        null,
        "stop_sequence",
        null);
  }

  private static JsonObject usage(FakeTurn turn, int outputTokens) {
    return JsonObject.of(
        "input_tokens",
        turn.inputTokens(),
        "cache_creation_input_tokens",
        0,
        "cache_read_input_tokens",
        0,
        "output_tokens",
        outputTokens,
        "service_tier",
        "standard");
  }

  @Override
  public List<String> events(FakeTurn turn, JsonObject request) {
    List<String> events = new ArrayList<>();
    events.add(
        event(
            "message_start",
            JsonObject.of("message", message(turn, new JsonArray()).put("usage", usage(turn, 1)))));
    events.add(
        event(
            "content_block_start",
            JsonObject.of("index", 0, "content_block", JsonObject.of("type", "text", "text", ""))));
    events.add(event("ping", new JsonObject()));
    for (String piece : FakeDialect.pieces(turn.text(), DELTAS)) {
      events.add(
          event(
              "content_block_delta",
              JsonObject.of(
                  "index", 0, "delta", JsonObject.of("type", "text_delta", "text", piece))));
    }
    events.add(event("content_block_stop", JsonObject.of("index", 0)));
    events.add(
        event(
            "message_delta",
            JsonObject.of(
                "delta",
                JsonObject.of("stop_reason", turn.stopReason(), "stop_sequence", null),
                "usage",
                JsonObject.of("output_tokens", turn.outputTokens()))));
    events.add(event("message_stop", new JsonObject()));
    return events;
  }

  private static String event(String type, JsonObject data) {
    JsonObject typed = JsonObject.of("type", type).mergeIn(data);
    return "event: " + type + "\ndata: " + typed.encode() + "\n\n";
  }

  @Override
  public JsonObject error(Refusal refusal, String requestId) {
    return JsonObject.of("type", "error", "error", detail(refusal), "request_id", requestId);
  }

  @Override
  public String errorEvent(Refusal refusal) {
    return event("error", JsonObject.of("error", detail(refusal)));
  }

  private static JsonObject detail(Refusal refusal) {
    return JsonObject.of("type", refusal.type(), "message", refusal.message());
  }

  @Override
  public String requestIdHeader() {
    return "request-id";
  }
}
