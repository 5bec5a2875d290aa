package dev.swarmworker.agent;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.common.AbstractConfigSource;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Makes agents of settings that go over the worker's own, by the rules that hold at its start. */
final class Catalog {

  private static final int BELOW = 100;
  private static final int ABOVE = 200;

  private final SmallRyeConfig worker;

  Catalog(SmallRyeConfig worker) {
    this.worker = worker;
  }

  /**
   * The enabled agents, by id.
   *
   * @param settings under {@code swarm.agents} and {@code swarm.default-agent}
   * @throws IllegalArgumentException naming each wrong key, its value unless secret, and what is
   *     allowed
   */
  List<Agent> agents(Map<String, String> settings) {
    try {
      SmallRyeConfig config = config(settings);
      settings.forEach((key, raw) -> checkResolved(config, key, raw));
      return AgentCatalog.of(
          config.getConfigMapping(AgentsConfig.class),
          config.getConfigMapping(DefaultAgentConfig.class));
    } catch (ConfigValidationException | NoSuchElementException | IllegalArgumentException e) {
      // without a cause, which may quote what the message must not
      throw new IllegalArgumentException(
          CatalogFile.withoutSecrets(String.valueOf(e.getMessage()), settings));
    }
  }

  /** What names a variable that nobody has set would otherwise count as not said. */
  private static void checkResolved(SmallRyeConfig config, String key, String raw) {
    if (!raw.isEmpty() && config.getConfigValue(key).getValue() == null) {
      throw new IllegalArgumentException(key + " names a variable that is not set");
    }
  }

  private SmallRyeConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .forClassLoader(Catalog.class.getClassLoader())
        .addDiscoveredConverters()
        .addDefaultInterceptors()
        .withSources(
            new Below(worker), new PropertiesConfigSource(settings, "swarm.catalog.file", ABOVE))
        .withMapping(AgentsConfig.class)
        .withMapping(DefaultAgentConfig.class)
        .build();
  }

  /**
   * What the worker was started with, before its expressions are resolved: they may name what the
   * settings above it change.
   */
  private static final class Below extends AbstractConfigSource {

    private final SmallRyeConfig worker;

    Below(SmallRyeConfig worker) {
      super("the worker's configuration", BELOW);
      this.worker = worker;
    }

    @Override
    public Set<String> getPropertyNames() {
      return StreamSupport.stream(worker.getPropertyNames().spliterator(), false)
          .filter(name -> name.startsWith(CatalogFile.AGENTS))
          .collect(Collectors.toSet());
    }

    @Override
    public @Nullable String getValue(String name) {
      return worker.getConfigValue(name).getRawValue();
    }
  }
}
