package dev.swarmworker.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How one of several capable agents is chosen, and when one is left out. */
@ConfigMapping(prefix = "swarm.selection")
public interface SelectionConfig {

  /** {@code least-loaded}, {@code round-robin} or {@code performance-based}. */
  @WithDefault("least-loaded")
  SelectionPolicy policy();

  /** Upstream failures in a row until an agent is left out, 1 to 1,000. */
  @WithDefault("5")
  @Range(min = 1, max = 1_000, message = "is ${validatedValue}, must be {min} to {max}")
  int failureThreshold();

  /** For how long it is left out before one call tries it again, 1 ms to 1 day. */
  @WithDefault("30s")
  @DurationMin(millis = 1, message = "is ${validatedValue}, must be 1ms to 1 day")
  @DurationMax(days = 1, message = "is ${validatedValue}, must be 1ms to 1 day")
  Duration coolDown();
}
