package dev.swarmworker.llm;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The pool of upstream connections, over all endpoints of this worker. */
@ConfigMapping(prefix = "swarm.pool")
public interface PoolConfig {

  /**
   * Connections opened at start, and to endpoints that come later, 0 to {@link #max}, over all
   * endpoints.
   */
  @WithDefault("2")
  @Min(0) int min();

  /** Connections open at most, and so calls at once: 1 to 10,000. */
  @WithDefault("10")
  @Min(1) @Max(10_000) int max();

  /** How long a call waits for a connection: 1 ms to 1 h. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  @DurationMax(hours = 1)
  Duration acquireTimeout();

  /** How long a connection without a call stays open: 1 s to 1 h; whole seconds count. */
  @WithDefault("30s")
  @DurationMin(seconds = 1)
  @DurationMax(hours = 1)
  Duration idleTimeout();

  /** How long opening a connection may take: 1 ms to 1 h. */
  @WithDefault("10s")
  @DurationMin(millis = 1)
  @DurationMax(hours = 1)
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
