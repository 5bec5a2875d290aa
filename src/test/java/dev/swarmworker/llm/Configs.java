package dev.swarmworker.llm;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.HashMap;
import java.util.Map;

/** Configuration as the worker would read it from these settings alone. */
final class Configs {
  private static final Validator VALIDATOR =
      Validation.buildDefaultValidatorFactory().getValidator();

  private Configs() {}

  static LlmConfig llm(String... keysAndValues) {
    return config(LlmConfig.class, keysAndValues).getConfigMapping(LlmConfig.class);
  }

  static PoolConfig pool(String... keysAndValues) {
    return config(PoolConfig.class, keysAndValues).getConfigMapping(PoolConfig.class);
  }

  /** As the application reads it at its start, held against the annotations. */
  static SmallRyeConfig validated(String key, String value) {
    BeanValidationConfigValidator adapter = () -> VALIDATOR;
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(LlmConfig.class)
        .withMapping(PoolConfig.class)
        .withSources(new PropertiesConfigSource(Map.of(key, value), "test", 100))
        .withValidator(adapter)
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
