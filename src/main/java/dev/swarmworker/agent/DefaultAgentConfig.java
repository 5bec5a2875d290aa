package dev.swarmworker.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What an agent has where it has no setting of its own. */
@ConfigMapping(prefix = "swarm.default-agent")
public interface DefaultAgentConfig {

  /** Model name. */
  @WithDefault("claude-sonnet-4-5")
  String model();

  /** {@code anthropic} or {@code openai} (and all that speaks its protocol). */
  @WithDefault("anthropic")
  Agent.Protocol provider();

  /** Where it is reached: http or https, without the API's path. */
  @WithDefault("${ANTHROPIC_BASE_URL:https://api.anthropic.com}")
  String baseUrl();

  /** Secret. Needed by every agent of the provider anthropic that has none of its own. */
  @WithDefault("${ANTHROPIC_API_KEY:}")
  Optional<String> apiKey();

  /** Calls at once over this worker, 1 to 100,000; {@code swarm.executor.concurrency} binds too. */
  @WithDefault("1000")
  int maxConcurrency();
}
