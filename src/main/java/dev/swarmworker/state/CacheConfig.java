package dev.swarmworker.state;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Answers kept for equal tasks. */
@ConfigMapping(prefix = "swarm.cache")
public interface CacheConfig {

  /** Whether answers are kept and equal tasks at the same time called once. */
  @WithDefault("true")
  boolean enabled();

  /** How long an answer serves, from when it was stored, 1 s to 30 d. */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  @DurationMax(days = 30)
  Duration ttl();

  /** Answers kept by the fleet, 1 to 1,000,000; beyond, the least recently used goes. */
  @WithDefault("1000")
  @Min(1) @Max(1_000_000) int maxEntries();

  /** Largest answer kept, in bytes, 1 to 64 MiB; a larger one is made anew each time. */
  @WithDefault("262144")
  @Min(1) @Max(64 << 20) int maxAnswerBytes();
}
