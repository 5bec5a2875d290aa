package dev.swarmworker.llm;

import dev.swarmworker.setting.Within;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The pool of upstream connections, over all endpoints of this worker. */
@ConfigMapping(prefix = "swarm.pool")
public interface PoolConfig {

  /**
   * Connections opened at start, and to endpoints that come later, 0 to {@link #max}, over all
   * endpoints.
   */
  @WithDefault("2")
  @Within(least = "0")
  int min();

  /** Connections open at most, and so calls at once: 1 to 10,000. */
  @WithDefault("10")
  @Within(least = "1", most = "10000")
  int max();

  /** How long a call waits for a connection: 1 ms to 1 h. */
  @WithDefault("30s")
  @Within(least = "1ms", most = "1h")
  Duration acquireTimeout();

  /** How long a connection without a call stays open: 1 s to 1 h; whole seconds count. */
  @WithDefault("30s")
  @Within(least = "1s", most = "1h")
  Duration idleTimeout();

  /** How long opening a connection may take: 1 ms to 1 h. */
  @WithDefault("10s")
  @Within(least = "1ms", most = "1h")
  Duration connectTimeout();

  /**
   * Whether a connection serves further calls when it has served one. Without, each call opens its
   * own and nothing is warmed.
   */
  @WithDefault("true")
  boolean keepAlive();

  /** Whether the minimum is opened at start, and to endpoints that come later. */
  @WithDefault("true")
  boolean warm();
}
