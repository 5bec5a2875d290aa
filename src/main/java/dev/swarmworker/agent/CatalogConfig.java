package dev.swarmworker.agent;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Agents that are changed while the worker runs. See docs/adr/0012-agents-from-a-file.md. */
@ConfigMapping(prefix = "swarm.catalog")
interface CatalogConfig {

  /**
   * A file of properties under {@code swarm.agents} and {@code swarm.default-agent}, which go over
   * those of every other source; none by default. Its agents are those of the worker as soon as the
   * file has changed.
   */
  Optional<Path> file();

  /** How often it is looked at; 100 ms to 1 h. A change is in force after the second look. */
  @WithDefault("2s")
  @Within(least = "100ms", most = "1h")
  Duration interval();
}
