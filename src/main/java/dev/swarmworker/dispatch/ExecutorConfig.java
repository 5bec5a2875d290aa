package dev.swarmworker.dispatch;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much this worker takes on. */
@ConfigMapping(prefix = "swarm.executor")
public interface ExecutorConfig {

  /** Tasks running at once, 1 to 100,000. */
  @WithDefault("10")
  @Within(least = "1", most = "100000")
  int concurrency();

  /** Tasks held beyond the running ones, 0 to 1,000,000; past it intake pauses. */
  @WithDefault("100")
  @Within(least = "0", most = "1000000")
  int queue();

  /**
   * Each step of priority below {@code critical} counts as this much later arrival, 0 to 1 day.
   * Zero: priorities are ignored.
   */
  @WithDefault("10s")
  @Within(least = "0s", most = "1d")
  Duration ageing();

  /**
   * How long running tasks may go on after the order to stop, 0 to 1 day. Kubernetes must grant
   * more than this.
   */
  @WithDefault("30s")
  @Within(least = "0s", most = "1d")
  Duration drainTimeout();

  /** Tasks held at once, running or waiting. */
  default int places() {
    return concurrency() + queue();
  }
}
