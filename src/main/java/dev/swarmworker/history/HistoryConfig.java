package dev.swarmworker.history;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.hibernate.validator.constraints.Range;

/** How much is remembered of what happened. */
@ConfigMapping(prefix = "swarm.history")
public interface HistoryConfig {

  int MOST = 1_000_000;

  /** Events kept, 1 to 1,000,000; some 300 bytes of heap each. */
  @WithDefault("1000")
  @Range(min = 1, max = MOST, message = "is ${validatedValue}, must be {min} to {max}")
  int capacity();
}
