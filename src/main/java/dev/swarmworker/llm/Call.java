package dev.swarmworker.llm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call, neutral of the provider.
 *
 * @param model model name
 * @param system system prompt, or null
 * @param messages roles alternate, beginning and ending with the user's
 * @param maxTokens bound on the answer
 * @param temperature 0 to 1, or null for the provider's default
 */
public record Call(
    String model,
    @Nullable String system,
    List<Message> messages,
    int maxTokens,
    @Nullable Double temperature) {

  public Call {
    messages = List.copyOf(messages);
  }

  /** Who speaks. */
  public enum Role {
    USER,
    ASSISTANT
  }

  /** One turn of the conversation. */
  public record Message(Role role, String text) {}
}
