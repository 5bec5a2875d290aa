package dev.swarmworker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One unit of agent work, decoded and within the contract's bounds.
 *
 * @param id identity
 * @param type kind of work, 1 to 64 of {@code a-z 0-9 -}
 * @param objective the prompt, not blank
 * @param input any JSON, as text, or null
 * @param context what earlier and related tasks said
 * @param requirements what the agent must have
 * @param constraints bounds on time, attempts and tokens
 * @param overrides what replaces the agent's own settings
 * @param priority order among waiting tasks
 */
public record Task(
    TaskId id,
    String type,
    String objective,
    @Nullable String input,
    Context context,
    Requirements requirements,
    Constraints constraints,
    Overrides overrides,
    Priority priority) {

  /**
   * What other tasks add to the conversation.
   *
   * @param previousResults outputs of earlier tasks
   * @param relatedTasks objectives of related tasks
   */
  public record Context(List<String> previousResults, List<String> relatedTasks) {
    public static final Context NONE = new Context(List.of(), List.of());

    public Context {
      previousResults = List.copyOf(previousResults);
      relatedTasks = List.copyOf(relatedTasks);
    }
  }

  /**
   * What the agent must have.
   *
   * @param capabilities all of these; never empty, since a task's type stands in where none is
   *     named
   * @param agentType this type, or any where null
   */
  public record Requirements(Set<String> capabilities, @Nullable String agentType) {
    public Requirements {
      capabilities = Set.copyOf(capabilities);
    }
  }

  /**
   * Bounds on a task.
   *
   * @param deadline after it the task must not start and a running call is abandoned
   * @param timeout bound on one upstream call, 1 ms to 1 h; null: the worker's default
   * @param maxRetries further attempts after the first, 0 to 20; null: the worker's default
   * @param maxTokens bound on the answer, 1 to 1,000,000 tokens; null: the worker's default
   * @param preferredAgents ids of agents to try first, in this order
   * @param excludedAgents ids of agents never to use
   */
  public record Constraints(
      @Nullable Instant deadline,
      @Nullable Duration timeout,
      @Nullable Integer maxRetries,
      @Nullable Integer maxTokens,
      List<String> preferredAgents,
      Set<String> excludedAgents) {
    public static final Constraints NONE =
        new Constraints(null, null, null, null, List.of(), Set.of());

    public Constraints {
      preferredAgents = List.copyOf(preferredAgents);
      excludedAgents = Set.copyOf(excludedAgents);
    }
  }

  /**
   * What a task's metadata sets in place of the agent's own settings.
   *
   * @param model model name
   * @param temperature 0 to 1
   * @param systemPrompt system prompt
   * @param cache whether the result cache may serve and keep the answer
   * @param tenant whose work this is, 1 to 64 characters
   */
  public record Overrides(
      @Nullable String model,
      @Nullable Double temperature,
      @Nullable String systemPrompt,
      boolean cache,
      String tenant) {
    public static final String DEFAULT_TENANT = "default";
    public static final Overrides NONE = new Overrides(null, null, null, true, DEFAULT_TENANT);
  }
}
