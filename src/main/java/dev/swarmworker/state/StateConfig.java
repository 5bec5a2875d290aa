package dev.swarmworker.state;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long and how much of each task is remembered. */
@ConfigMapping(prefix = "swarm.state")
public interface StateConfig {

  /**
   * How long a task is remembered after its last change, 1 s to 30 d. After it the same id may run
   * again.
   */
  @WithDefault("1h")
  @Within(least = "1s", most = "30d")
  Duration ttl();

  /**
   * Published outcomes whose bytes are kept, 64 to 100,000,000; of those beyond, least recently
   * used first, a small marker stays until the TTL.
   */
  @WithDefault("1000000")
  @Within(least = "64", most = "100000000")
  int maxEntries();

  /**
   * How long a worker may be silent before another takes its tasks, 1 s to 10 min. It renews after
   * every third of this.
   */
  @WithDefault("15s")
  @Within(least = "1s", most = "10m")
  Duration lease();

  /**
   * How long one step may wait for Redis, 10 ms to 1 min; keep it well below the lease, since a
   * worker that waits does not renew.
   */
  @WithDefault("5s")
  @Within(least = "10ms", most = "1m")
  Duration commandTimeout();
}
