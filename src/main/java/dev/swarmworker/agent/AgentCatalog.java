package dev.swarmworker.agent;

import dev.swarmworker.agent.Agent.Protocol;
import dev.swarmworker.agent.AgentsConfig.AgentSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes agents of configuration. Finds all that is wrong with it at once. */
final class AgentCatalog {

  private static final int LONGEST_NAME = 64;
  private static final int MOST_CALLS = 100_000;
  private static final int NO_PORT = -1; // the protocol's own
  private static final int LAST_PORT = 65_535;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST_NAME + "}");
  private static final String DEFAULTS = "swarm.default-agent.";

  private final DefaultAgentConfig defaults;
  private final List<String> errors = new ArrayList<>();

  private AgentCatalog(DefaultAgentConfig defaults) {
    this.defaults = defaults;
  }

  /**
   * The enabled agents, by id.
   *
   * @throws IllegalArgumentException naming each wrong key, its value unless secret, and what is
   *     allowed
   */
  static List<Agent> of(AgentsConfig config, DefaultAgentConfig defaults) {
    AgentCatalog catalog = new AgentCatalog(defaults);
    List<Agent> agents = new ArrayList<>();
    for (Map.Entry<String, AgentSettings> entry : new TreeMap<>(config.byId()).entrySet()) {
      if (entry.getValue().enabled()) {
        agents.add(catalog.agent(entry.getKey(), entry.getValue()));
      }
    }
    catalog.check(!agents.isEmpty(), "swarm.agents", "", "at least one enabled agent");
    if (!catalog.errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", catalog.errors));
    }
    return agents;
  }

  private Agent agent(String id, AgentSettings settings) {
    String prefix = "swarm.agents." + id + ".";
    check(ID.matcher(id).matches(), "swarm.agents.<id>", id, "1 to 64 of A-Z a-z 0-9 . _ -");
    return new Agent(
        id,
        name(prefix + "type", settings.type().orElse(id)),
        capabilities(prefix + "capabilities", settings),
        settings.model().orElse(defaults.model()),
        settings.systemPrompt().orElse(null),
        provider(prefix, settings),
        maxConcurrency(prefix, settings));
  }

  private Set<String> capabilities(String key, AgentSettings settings) {
    Set<String> capabilities =
        settings.capabilities().orElse(Set.of()).stream()
            .map(String::strip)
            .collect(Collectors.toUnmodifiableSet());
    check(!capabilities.isEmpty(), key, "", "at least one capability");
    capabilities.forEach(capability -> name(key, capability));
    return capabilities;
  }

  private String name(String key, String name) {
    boolean fits = name.length() <= LONGEST_NAME && !CapabilityName.canonical(name).isEmpty();
    check(fits, key, name, "1 to 64 characters, not all of them blanks, hyphens or dots");
    return name;
  }

  private int maxConcurrency(String prefix, AgentSettings settings) {
    boolean own = settings.maxConcurrency().isPresent();
    int calls = settings.maxConcurrency().orElse(defaults.maxConcurrency());
    String key = (own ? prefix : DEFAULTS) + "max-concurrency";
    check(calls >= 1 && calls <= MOST_CALLS, key, String.valueOf(calls), "1 to " + MOST_CALLS);
    return calls;
  }

  /** The default's base URL is for its own provider, and its key for that base URL. */
  private Agent.Provider provider(String prefix, AgentSettings settings) {
    Protocol protocol = settings.provider().orElse(defaults.provider());
    boolean defaultUrl = settings.baseUrl().isEmpty() && protocol == defaults.provider();
    String urlKey = (defaultUrl ? DEFAULTS : prefix) + "base-url";
    String url = settings.baseUrl().orElse(defaultUrl ? defaults.baseUrl() : "");
    String shown = url.contains("@") ? "(not shown)" : url; // there may be a password in it
    check(isBaseUrl(url), urlKey, shown, "http:// or https:// and a host, without user or query");
    Optional<String> inherited = defaultUrl ? defaults.apiKey() : Optional.empty();
    String apiKey = settings.apiKey().or(() -> inherited).orElse("");
    if (protocol == Protocol.ANTHROPIC && apiKey.isBlank()) {
      String key = defaultUrl ? DEFAULTS + "api-key (or ANTHROPIC_API_KEY)" : prefix + "api-key";
      fail(key + " is missing: the provider anthropic needs one");
    }
    return new Agent.Provider(protocol, url.replaceAll("/+$", ""), apiKey);
  }

  private static boolean isBaseUrl(String url) {
    try {
      URI uri = URI.create(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && (uri.getPort() == NO_PORT || (uri.getPort() >= 1 && uri.getPort() <= LAST_PORT))
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void check(boolean allowed, String key, String value, String what) {
    if (!allowed) {
      fail(key + " is '" + value + "': " + what + " is allowed");
    }
  }

  /** One setting may be wrong for many agents, and is named once. */
  private void fail(String error) {
    if (!errors.contains(error)) {
      errors.add(error);
    }
  }
}
