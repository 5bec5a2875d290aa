package dev.swarmworker.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The agents of this worker. One for each of claude-flow's agent types is configured from the start
 * (in {@code META-INF/microprofile-config.properties}, which every other source overrides): a key
 * given for one of those ids replaces that setting alone, a new id adds an agent.
 */
@ConfigMapping(prefix = "swarm.agents")
public interface AgentsConfig {

  /**
   * By id, 1 to 64 of {@code A-Z a-z 0-9 . _ -}. As an environment variable, {@code
   * SWARM_AGENTS_POET_MODEL} speaks of {@code poet}, and {@code SWARM_AGENTS__NIGHT_OWL__MODEL} of
   * {@code night.owl}.
   */
  @WithParentName
  Map<String, AgentSettings> byId();

  /** One agent. */
  interface AgentSettings {

    /** Whether there is this agent; false removes one of those configured from the start. */
    @WithDefault("true")
    boolean enabled();

    /** claude-flow's agent type, or one's own, 1 to 64 characters; the id by default. */
    Optional<String> type();

    /**
     * What it can do, comma-separated, each 1 to 64 characters; at least one. Case, hyphens,
     * underscores, dots and blanks make no difference.
     */
    Optional<Set<String>> capabilities();

    /** Model name; {@code swarm.default-agent.model} by default. */
    Optional<String> model();

    /** System prompt; none by default. */
    Optional<String> systemPrompt();

    /** {@code anthropic} or {@code openai}; {@code swarm.default-agent.provider} by default. */
    Optional<Agent.Protocol> provider();

    /**
     * Where it is reached: http or https, without the API's path. {@code
     * swarm.default-agent.base-url} by default, where the provider is the same.
     */
    Optional<String> baseUrl();

    /**
     * Secret. {@code swarm.default-agent.api-key} by default, where the base URL is the default
     * one: a key is never sent where it was not meant to go.
     */
    Optional<String> apiKey();

    /**
     * Calls at once over this worker, 1 to 100,000; {@code swarm.default-agent.max-concurrency} by
     * default.
     */
    OptionalInt maxConcurrency();
  }
}
