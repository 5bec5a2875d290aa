package dev.swarmworker.result;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is published. */
@ConfigMapping(prefix = "swarm.result")
interface ResultConfig {

  /**
   * Largest result, in bytes, 1 KiB to 16 MiB; less where the results topic's {@code
   * max.message.bytes} is less. A task whose result would be larger fails, unless artifacts are on
   * and take its output.
   */
  @WithDefault("1000000")
  @Within(least = "1024", most = "16777216")
  int maxBytes();
}
