package dev.swarmworker.intake;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is taken in, and how much of it at once. */
@ConfigMapping(prefix = "swarm.intake")
interface IntakeConfig {

  /** Largest task value, 1 byte to 1 GiB; what is larger becomes a dead letter. */
  @WithDefault("1M")
  MemorySize maxBytes();

  /**
   * Bytes of task values held at once, at least 1; a message that was asked for and has not come
   * counts as the largest. One message is let in whatever its size.
   */
  @WithDefault("64M")
  MemorySize maxBytesInFlight();
}
