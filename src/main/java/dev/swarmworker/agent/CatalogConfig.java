package dev.swarmworker.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

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
  @DurationMin(millis = 100, message = "is ${validatedValue}, must be 100ms or more")
  @DurationMax(hours = 1, message = "is ${validatedValue}, must be 1h or less")
  Duration interval();
}
