package dev.swarmworker.llm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The pool of upstream connections, over all endpoints of this worker. */
@ConfigMapping(prefix = "swarm.pool")
public interface PoolConfig {

  /** Connections opened at start: 0 to the maximum. */
  @WithDefault("2")
  @Min(0) int min();

  /** Connections open at most, and so calls at once: 1 to 10,000. */
  @WithDefault("10")
  @Min(1) @Max(10_000) int max();

  /** How long a call waits for a connection. At least 1 ms. */
  @WithDefault("30s")
  Duration acquireTimeout();

  /** How long a connection without a call stays open. At least 1 s; whole seconds count. */
  @WithDefault("30s")
  Duration idleTimeout();

  /** How long opening a connection may take. 1 ms to 1 h. */
  @WithDefault("10s")
  Duration connectTimeout();

  /**
   * Whether a connection serves further calls when it has served one. Without, each call opens its
   * own and nothing is warmed.
   */
  @WithDefault("true")
  boolean keepAlive();

  /** Whether the minimum is opened at start. */
  @WithDefault("true")
  boolean warm();
}
