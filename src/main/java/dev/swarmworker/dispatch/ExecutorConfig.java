package dev.swarmworker.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How much this worker takes on. */
@ConfigMapping(prefix = "swarm.executor")
public interface ExecutorConfig {

  /** Tasks running at once, 1 to 100,000. */
  @WithDefault("10")
  @Range(min = 1, max = 100_000, message = "is ${validatedValue}, must be {min} to {max}")
  int concurrency();

  /** Tasks held beyond the running ones, 0 to 1,000,000; past it intake pauses. */
  @WithDefault("100")
  @Range(min = 0, max = 1_000_000, message = "is ${validatedValue}, must be {min} to {max}")
  int queue();

  /**
   * Each step of priority below {@code critical} counts as this much later arrival, 0 to 1 day.
   * Zero: priorities are ignored.
   */
  @WithDefault("10s")
  @DurationMin(message = "is ${validatedValue}, must be 0s to 1 day")
  @DurationMax(days = 1, message = "is ${validatedValue}, must be 0s to 1 day")
  Duration ageing();

  /**
   * How long running tasks may go on after the order to stop, 0 to 1 day. Kubernetes must grant
   * more than this.
   */
  @WithDefault("30s")
  @DurationMin(message = "is ${validatedValue}, must be 0s to 1 day")
  @DurationMax(days = 1, message = "is ${validatedValue}, must be 0s to 1 day")
  Duration drainTimeout();

  /** Tasks held at once, running or waiting. */
  default int places() {
    return concurrency() + queue();
  }
}
