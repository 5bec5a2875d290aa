package dev.swarmworker.history;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much is remembered of what happened. */
@ConfigMapping(prefix = "swarm.history")
public interface HistoryConfig {

  int MOST = 1_000_000;

  /** Events kept, 1 to 1,000,000; some 300 bytes of heap each. */
  @WithDefault("1000")
  @Within(least = "1", most = "" + MOST)
  int capacity();
}
