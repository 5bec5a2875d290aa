package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.agent.Agents.Selection;
import dev.swarmworker.setting.Limits;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentsConfigTest {

  private static final String KEY = "ANTHROPIC_API_KEY";
  private static final Set<String> TYPES =
      Set.of(
          "coordinator",
          "researcher",
          "coder",
          "analyst",
          "architect",
          "tester",
          "reviewer",
          "optimizer",
          "documenter",
          "monitor",
          "specialist");

  /** As in the application: the file of defaults below what somebody set. */
  private static SmallRyeConfig config(Map<String, String> keys, Map<String, String> environment) {
    try {
      return new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .addDiscoveredInterceptors()
          .addDefaultInterceptors()
          .withSources(
              new PropertiesConfigSource(
                  AgentsConfigTest.class.getResource("/META-INF/microprofile-config.properties")),
              new EnvConfigSource(environment, 300),
              new PropertiesConfigSource(keys, "test", 400))
          .withMapping(AgentsConfig.class)
          .withMapping(DefaultAgentConfig.class)
          .withMapping(SelectionConfig.class)
          .withValidator(new Limits())
          .build();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Agent> agents(SmallRyeConfig config) {
    Map<String, Agent> byId = new HashMap<>();
    AgentCatalog.of(
            config.getConfigMapping(AgentsConfig.class),
            config.getConfigMapping(DefaultAgentConfig.class))
        .forEach(agent -> byId.put(agent.id(), agent));
    return byId;
  }

  private static Map<String, Agent> agents(Map<String, String> keys) {
    return agents(config(keys, Map.of(KEY, "k")));
  }

  @Test
  void nothingButTheKey_oneAgentForEachOfClaudeFlowsTypes() {
    Map<String, Agent> agents = agents(Map.of());

    assertThat(agents.keySet()).isEqualTo(TYPES);
    assertThat(agents.values())
        .allSatisfy(
            agent -> {
              assertThat(agent.type()).isEqualTo(agent.id());
              assertThat(agent.systemPrompt()).isNotBlank();
              assertThat(agent.model()).isEqualTo("claude-sonnet-4-5");
              assertThat(agent.maxConcurrency()).isEqualTo(1_000);
              assertThat(agent.provider())
                  .isEqualTo(
                      new Agent.Provider(
                          Agent.Protocol.ANTHROPIC, "https://api.anthropic.com", "k"));
            });
  }

  /** claude-flow's TaskType, in src/swarm/types.ts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "research",
        "analysis",
        "coding",
        "testing",
        "review",
        "documentation",
        "deployment",
        "monitoring",
        "coordination",
        "communication",
        "maintenance",
        "optimization",
        "validation",
        "integration",
        "custom",
        "data-analysis",
        "performance-analysis",
        "statistical-analysis",
        "visualization",
        "predictive-modeling",
        "anomaly-detection",
        "trend-analysis",
        "business-intelligence",
        "quality-analysis",
        "system-design",
        "architecture-review",
        "api-design",
        "cloud-architecture",
        "microservices-design",
        "security-architecture",
        "scalability-design",
        "database-architecture",
        "code-generation",
        "code-review",
        "refactoring",
        "debugging",
        "api-development",
        "database-design",
        "performance-optimization",
        "task-orchestration",
        "progress-tracking",
        "resource-allocation",
        "workflow-management",
        "team-coordination",
        "status-reporting",
        "fact-check",
        "literature-review",
        "market-analysis",
        "unit-testing",
        "integration-testing",
        "e2e-testing",
        "performance-testing",
        "security-testing",
        "api-testing",
        "test-automation",
        "test-analysis"
      })
  void everyTaskTypeOfClaudeFlow_findsAnAgent(String type) {
    assertThat(selectFromDefaults(Set.of(type), null)).isInstanceOf(Selection.Assigned.class);
  }

  /** Lists that claude-flow's strategies and agents put into requirements.capabilities. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "code-generation,file-system",
        "testing,code-review",
        "research,web-search",
        "analysis,documentation",
        "code-review,documentation",
        "analysis,documentation,research",
        "testing,code-generation",
        "research,analysis,web-search",
        "testing,validation",
        "codeGeneration",
        "codeReview,testing",
        "webSearch",
        "apiIntegration",
        "fileSystem,terminalAccess",
        "codeGeneration,typescript",
        "TypeScript,react",
        "code_generation",
        "python,data-analysis"
      })
  void everyCapabilityListOfClaudeFlow_findsAnAgent(String capabilities) {
    assertThat(selectFromDefaults(Set.of(capabilities.split(",", -1)), null))
        .isInstanceOf(Selection.Assigned.class);
  }

  @Test
  void capabilityWithType_findsThatAgent() {
    assertThat(selectFromDefaults(Set.of("code-review"), "reviewer"))
        .isInstanceOfSatisfying(
            Selection.Assigned.class,
            assigned -> assertThat(assigned.assignment().agent().id()).isEqualTo("reviewer"));
  }

  private static Selection selectFromDefaults(Set<String> capabilities, String type) {
    IndexedAgents indexed =
        new IndexedAgents(
            TestAgents.settings(SelectionPolicy.LEAST_LOADED),
            System::nanoTime,
            new TestAgents.Diary());
    agents(Map.of()).values().forEach(indexed::put);
    return indexed.select(new Demand(capabilities, type, List.of(), Set.of()));
  }

  @Test
  void keyOfADefaultAgent_replacesThatSettingAlone() {
    Agent before = agents(Map.of()).get("coder");
    Agent after = agents(Map.of("swarm.agents.coder.model", "other")).get("coder");

    assertThat(after.model()).isEqualTo("other");
    assertThat(after.capabilities()).isEqualTo(before.capabilities());
    assertThat(
            agents(Map.of("swarm.agents.coder.capabilities", "cobol")).get("coder").capabilities())
        .containsExactly("cobol");
  }

  @Test
  void newId_addsAnAgent() {
    Map<String, Agent> agents =
        agents(
            Map.of(
                "swarm.agents.my_own-1.capabilities", "cobol, fortran",
                "swarm.agents.my_own-1.max-concurrency", "2",
                "swarm.agents.my_own-1.system-prompt", "Be brief."));

    assertThat(agents).hasSize(12);
    Agent own = agents.get("my_own-1");
    assertThat(own.type()).isEqualTo("my_own-1");
    assertThat(own.capabilities()).containsExactlyInAnyOrder("cobol", "fortran");
    assertThat(own.maxConcurrency()).isEqualTo(2);
    assertThat(own.systemPrompt()).isEqualTo("Be brief.");
  }

  @Test
  void disabled_isGone() {
    assertThat(agents(Map.of("swarm.agents.coder.enabled", "false"))).doesNotContainKey("coder");
  }

  @Test
  void environment_setsAnyKey() {
    Map<String, Agent> agents =
        agents(
            config(
                Map.of(),
                Map.of(
                    KEY,
                    "k",
                    "ANTHROPIC_BASE_URL",
                    "http://localhost:1/",
                    "SWARM_AGENTS_CODER_MODEL",
                    "m1",
                    "SWARM_AGENTS_CODER_MAX_CONCURRENCY",
                    "4",
                    "SWARM_DEFAULT_AGENT_MODEL",
                    "m2")));

    assertThat(agents).hasSize(11);
    assertThat(agents.get("coder").model()).isEqualTo("m1");
    assertThat(agents.get("coder").maxConcurrency()).isEqualTo(4);
    assertThat(agents.get("tester").model()).isEqualTo("m2");
    assertThat(agents.get("tester").provider().baseUrl()).isEqualTo("http://localhost:1");
  }

  @Test
  void noKey_stopsTheStartAndSaysSoOnce() {
    assertThatThrownBy(() -> agents(config(Map.of(), Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "swarm.default-agent.api-key (or ANTHROPIC_API_KEY) is missing: the provider anthropic"
                + " needs one");
  }

  @Test
  void ownBaseUrl_neverGetsTheDefaultsKey() {
    assertThatThrownBy(() -> agents(Map.of("swarm.agents.coder.base-url", "https://elsewhere")))
        .hasMessage("swarm.agents.coder.api-key is missing: the provider anthropic needs one");
    Agent local =
        agents(
                Map.of(
                    "swarm.agents.coder.provider", "openai",
                    "swarm.agents.coder.base-url", "http://localhost:11434/v1/"))
            .get("coder");
    assertThat(local.provider())
        .isEqualTo(new Agent.Provider(Agent.Protocol.OPENAI, "http://localhost:11434/v1", ""));
  }

  @Test
  void otherProvider_needsItsOwnBaseUrl() {
    assertThatThrownBy(() -> agents(Map.of("swarm.agents.coder.provider", "openai")))
        .hasMessageContaining("swarm.agents.coder.base-url is ''");
  }

  @ParameterizedTest
  @CsvSource({
    "swarm.agents.coder.max-concurrency, 0, 1 to 100000",
    "swarm.agents.coder.max-concurrency, 100001, 1 to 100000",
    "swarm.default-agent.max-concurrency, -1, 1 to 100000",
    "swarm.agents.coder.type, ---, 1 to 64 characters",
    "swarm.agents.coder.capabilities, '...,x', 1 to 64 characters",
    "swarm.default-agent.base-url, ftp://host, http:// or https://",
    "swarm.default-agent.base-url, api.anthropic.com, http:// or https://",
    "swarm.default-agent.base-url, https://host:99999, http:// or https://",
    "swarm.default-agent.base-url, https://host?x=1, http:// or https://"
  })
  void wrongValue_isRefusedNamingKeyValueAndWhatIsAllowed(
      String key, String value, String allowed) {
    String shown = value.split(",", -1)[0];
    assertThatThrownBy(() -> agents(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key + " is '" + shown + "'")
        .hasMessageContaining(allowed);
  }

  @Test
  void newAgentWithoutCapabilities_isRefused() {
    assertThatThrownBy(() -> agents(Map.of("swarm.agents.own.model", "m")))
        .hasMessageContaining("swarm.agents.own.capabilities")
        .hasMessageContaining("at least one capability");
  }

  @Test
  void everythingWrong_isToldAtOnce() {
    assertThatThrownBy(
            () ->
                agents(
                    Map.of(
                        "swarm.agents.coder.max-concurrency", "0",
                        "swarm.agents.tester.max-concurrency", "0")))
        .hasMessageContaining("swarm.agents.coder.max-concurrency")
        .hasMessageContaining("swarm.agents.tester.max-concurrency");
  }

  @Test
  void passwordInABaseUrl_isRefusedAndNotRepeated() {
    assertThatThrownBy(
            () -> agents(Map.of("swarm.default-agent.base-url", "https://user:hidden@host")))
        .hasMessageContaining("swarm.default-agent.base-url")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void unknownProviderOrPolicy_isRefusedNamingWhatIsAllowed() {
    assertThatThrownBy(() -> agents(Map.of("swarm.agents.coder.provider", "acme")))
        .hasMessageContaining("swarm.agents.coder.provider")
        .hasMessageContaining("acme")
        .hasMessageContaining("anthropic")
        .hasMessageContaining("openai");
    assertThatThrownBy(() -> agents(Map.of("swarm.selection.policy", "random")))
        .hasMessageContaining("swarm.selection.policy")
        .hasMessageContaining("random")
        .hasMessageContaining("least-loaded");
  }

  @Test
  void selection_defaultsAndBounds() {
    SelectionConfig selection = config(Map.of(), Map.of()).getConfigMapping(SelectionConfig.class);
    assertThat(selection.policy()).isEqualTo(SelectionPolicy.LEAST_LOADED);
    assertThat(selection.failureThreshold()).isEqualTo(5);
    assertThat(selection.coolDown()).isEqualTo(Duration.ofSeconds(30));
    assertThatThrownBy(() -> agents(Map.of("swarm.selection.failure-threshold", "0")))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("swarm.selection.failure-threshold is 0, must be 1 to 1000");
    assertThatThrownBy(() -> agents(Map.of("swarm.selection.cool-down", "0s")))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("swarm.selection.cool-down is PT0S, must be 1ms to 1d");
  }
}
