package dev.swarmworker.local;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * What someone set on purpose: as a system property, in the environment or in {@code .env}. Not the
 * application's own defaults, which would make every server look as if it were there.
 */
@FunctionalInterface
interface LocalSettings {

  /** The value of a key, given under its own name or as an environment variable. */
  Optional<String> get(String key);

  static LocalSettings ofProcess() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addSystemSources()
            .withSources(new DotEnvConfigSourceProvider())
            .build();
    return key -> config.getOptionalValue(key, String.class);
  }

  static LocalSettings of(Map<String, String> values) {
    return key -> Optional.ofNullable(values.get(key));
  }

  default boolean has(String key) {
    return get(key).isPresent();
  }
}
