package dev.swarmworker.llm;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** What all providers are asked in the same words. */
final class RequestJson {
  private RequestJson() {}

  /** Writes the fields of a request beside its messages, which begin differently. */
  static void writeSettings(JsonGenerator json, Call call, boolean streamed) throws IOException {
    json.writeStringField("model", call.model());
    json.writeNumberField("max_tokens", call.maxTokens());
    if (call.temperature() != null) {
      json.writeNumberField("temperature", call.temperature());
    }
    if (streamed) {
      json.writeBooleanField("stream", true);
    }
  }

  /** Writes the conversation, into an array. */
  static void writeMessages(JsonGenerator json, Call call) throws IOException {
    for (Call.Message message : call.messages()) {
      writeMessage(json, role(message.role()), message.text());
    }
  }

  static void writeMessage(JsonGenerator json, String role, String text) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", role);
    json.writeStringField("content", text);
    json.writeEndObject();
  }

  private static String role(Call.Role role) {
    return switch (role) {
      case USER -> "user";
      case ASSISTANT -> "assistant";
    };
  }
}
