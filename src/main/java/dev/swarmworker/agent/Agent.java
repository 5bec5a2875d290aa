package dev.swarmworker.agent;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can do tasks: a model behind a provider, with a role.
 *
 * @param id the key under {@code swarm.agents}
 * @param type claude-flow's agent type, or one's own
 * @param capabilities what it can do; not empty
 * @param model default model
 * @param systemPrompt default system prompt, or null
 * @param provider which adapter calls it
 * @param maxConcurrency calls at once, over this worker
 */
public record Agent(
    String id,
    String type,
    Set<String> capabilities,
    String model,
    @Nullable String systemPrompt,
    Provider provider,
    int maxConcurrency) {

  public Agent {
    capabilities = Set.copyOf(capabilities);
  }

  /** The wire protocol an agent speaks. */
  public enum Protocol {
    ANTHROPIC,
    OPENAI
  }

  /**
   * Where an agent is reached. The only endpoints that are ever called.
   *
   * @param protocol what is spoken there
   * @param baseUrl without the API's path
   * @param apiKey secret; never in a log, a message or {@link #toString}
   */
  public record Provider(Protocol protocol, String baseUrl, String apiKey) {
    @Override
    public String toString() {
      return protocol + " at " + baseUrl;
    }
  }
}
