package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.Call.Message;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a task asks, whichever agent is to answer.
 *
 * @param model the one that the task names, or null: the agent's
 * @param system the prompt that the task names, or null: the agent's
 * @param messages roles alternate, beginning and ending with the user's
 * @param maxTokens bound on the answer
 * @param temperature 0 to 1, or null for the provider's default
 */
public record Question(
    @Nullable String model,
    @Nullable String system,
    List<Message> messages,
    int maxTokens,
    @Nullable Double temperature) {

  public Question {
    messages = List.copyOf(messages);
  }

  /** The call by which {@code agent} is asked. */
  public Call to(Agent agent) {
    return new Call(
        Objects.requireNonNullElse(model, agent.model()),
        system == null ? agent.systemPrompt() : system,
        messages,
        maxTokens,
        temperature);
  }
}
