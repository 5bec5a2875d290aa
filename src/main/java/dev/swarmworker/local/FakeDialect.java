package dev.swarmworker.local;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The shapes of one provider's API. */
interface FakeDialect {

  /** Why the provider would refuse this request. */
  Optional<Refusal> refusal(HttpServerRequest request, JsonObject body);

  /** The bound on the answer. */
  int maxTokens(JsonObject body);

  /** A whole answer. */
  JsonObject answer(FakeTurn turn);

  /** The same answer as server-sent events, with their blank lines. */
  List<String> events(FakeTurn turn, JsonObject request);

  /** An error's body. */
  JsonObject error(Refusal refusal, String requestId);

  /** The error as an event within a stream. */
  String errorEvent(Refusal refusal);

  /** Names the request, and whatever else this provider's answers carry. */
  String requestIdHeader();

  /**
   * An error.
   *
   * @param status HTTP status
   * @param type the provider's word for it
   * @param message for people
   */
  record Refusal(int status, String type, String message) {
    static Refusal invalid(String message) {
      return new Refusal(400, "invalid_request_error", message);
    }
  }

  /** All text of the conversation, turn by turn. */
  static String prompt(JsonObject body) {
    StringBuilder text = new StringBuilder();
    if (body.getValue("messages") instanceof JsonArray messages) {
      for (Object message : messages) {
        if (message instanceof JsonObject turn) {
          text.append(text(turn.getValue("content"))).append('\n');
        }
      }
    }
    return text.toString();
  }

  /** The text of a turn's content: a string, or blocks. */
  static String text(Object content) {
    if (content instanceof JsonArray blocks) {
      StringBuilder text = new StringBuilder();
      for (Object block : blocks) {
        text.append(block instanceof JsonObject json ? json.getString("text", "") : "");
      }
      return text.toString();
    }
    return content instanceof String text ? text : "";
  }

  /** {@code text} in at most {@code count} pieces. */
  static List<String> pieces(String text, int count) {
    int length = Math.max(1, (text.length() + count - 1) / count);
    return IntStream.range(0, (text.length() + length - 1) / length)
        .mapToObj(i -> text.substring(i * length, Math.min(text.length(), (i + 1) * length)))
        .toList();
  }
}
