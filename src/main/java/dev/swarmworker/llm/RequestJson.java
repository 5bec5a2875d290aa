package dev.swarmworker.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What all providers are asked in the same words. */
final class RequestJson {
  private RequestJson() {}

  /** A request with everything but its messages, which begin differently. */
  static ObjectNode of(Call call, boolean streamed) {
    ObjectNode body = Json.object().put("model", call.model()).put("max_tokens", call.maxTokens());
    if (call.temperature() != null) {
      body.put("temperature", call.temperature());
    }
    if (streamed) {
      body.put("stream", true);
    }
    return body;
  }

  /** Adds the conversation. */
  static void addMessages(ArrayNode messages, Call call) {
    for (Call.Message message : call.messages()) {
      messages.addObject().put("role", role(message.role())).put("content", message.text());
    }
  }

  private static String role(Call.Role role) {
    return switch (role) {
      case USER -> "user";
      case ASSISTANT -> "assistant";
    };
  }
}
