package dev.swarmworker.state;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long and how much of each task is remembered. */
@ConfigMapping(prefix = "swarm.state")
public interface StateConfig {

  /**
   * How long a task is remembered after its last change, 1 s to 30 d. After it the same id may run
   * again.
   */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  @DurationMax(days = 30)
  Duration ttl();

  /**
   * Published outcomes whose bytes are kept, 64 to 100,000,000; of those beyond, least recently
   * used first, a small marker stays until the TTL.
   */
  @WithDefault("1000000")
  @Min(64) @Max(100_000_000) int maxEntries();

  /**
   * How long a worker may be silent before another takes its tasks, 1 s to 10 min. It renews after
   * every third of this.
   */
  @WithDefault("15s")
  @DurationMin(seconds = 1)
  @DurationMax(minutes = 10)
  Duration lease();

  /**
   * How long one step may wait for Redis, 10 ms to 1 min; keep it well below the lease, since a
   * worker that waits does not renew.
   */
  @WithDefault("5s")
  @DurationMin(millis = 10)
  @DurationMax(minutes = 1)
  Duration commandTimeout();
}
