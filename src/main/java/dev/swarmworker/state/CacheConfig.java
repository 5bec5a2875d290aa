package dev.swarmworker.state;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Answers kept for equal tasks. */
@ConfigMapping(prefix = "swarm.cache")
public interface CacheConfig {

  /** Whether answers are kept and equal tasks at the same time called once. */
  @WithDefault("true")
  boolean enabled();

  /** How long an answer serves, from when it was stored, 1 s to 30 d. */
  @WithDefault("1h")
  @Within(least = "1s", most = "30d")
  Duration ttl();

  /** Answers kept by the fleet, 1 to 1,000,000; beyond, the least recently used goes. */
  @WithDefault("1000")
  @Within(least = "1", most = "1000000")
  int maxEntries();

  /** Largest answer kept, in bytes, 1 to 64 MiB; a larger one is made anew each time. */
  @WithDefault("262144")
  @Within(least = "1", most = "67108864")
  int maxAnswerBytes();
}
