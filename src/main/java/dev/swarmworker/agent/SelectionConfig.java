package dev.swarmworker.agent;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How one of several capable agents is chosen, and when one is left out. */
@ConfigMapping(prefix = "swarm.selection")
public interface SelectionConfig {

  /** {@code least-loaded}, {@code round-robin} or {@code performance-based}. */
  @WithDefault("least-loaded")
  SelectionPolicy policy();

  /** Upstream failures in a row until an agent is left out, 1 to 1,000. */
  @WithDefault("5")
  @Within(least = "1", most = "1000")
  int failureThreshold();

  /** For how long it is left out before one call tries it again, 1 ms to 1 day. */
  @WithDefault("30s")
  @Within(least = "1ms", most = "1d")
  Duration coolDown();
}
