package dev.swarmworker.llm;

import dev.swarmworker.setting.Limits;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Configuration as the worker would read it from these settings alone. */
final class Configs {
  private Configs() {}

  static LlmConfig llm(String... keysAndValues) {
    return config(LlmConfig.class, keysAndValues).getConfigMapping(LlmConfig.class);
  }

  static PoolConfig pool(String... keysAndValues) {
    return config(PoolConfig.class, keysAndValues).getConfigMapping(PoolConfig.class);
  }

  /** As the application reads it at its start, held against the annotations. */
  static SmallRyeConfig validated(String key, String value) {
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(LlmConfig.class)
        .withMapping(PoolConfig.class)
        .withSources(new PropertiesConfigSource(Map.of(key, value), "test", 100))
        .withValidator(new Limits())
        .build();
  }

  private static SmallRyeConfig config(Class<?> mapping, String... keysAndValues) {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(mapping)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withMappingIgnore("swarm.**")
        .build();
  }
}
