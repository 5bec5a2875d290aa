package dev.swarmworker.llm;

import dev.swarmworker.setting.Within;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How upstream calls are made. */
@ConfigMapping(prefix = "swarm.llm")
public interface LlmConfig {

  /** Bound on one upstream call where the task names none: 1 ms to 1 day. */
  @WithDefault("10m")
  @Within(least = "1ms", most = "1d")
  Duration timeout();

  /** Bound on an answer where the task names none, in tokens: 1 to 1,000,000. */
  @WithDefault("4096")
  @Within(least = "1", most = "1000000")
  int maxTokens();

  /** Further attempts after the first where the task names no number: 0 to 20. */
  @WithDefault("3")
  @Within(least = "0", most = "20")
  int maxRetries();

  /**
   * How long a task whose call cannot be made (no connection, breaker open, pool exhausted) tries
   * again without using up retries; counted from the first such attempt in a row, by each owner
   * anew. 1 ms to 7 d.
   */
  @WithDefault("10m")
  @Within(least = "1ms", most = "7d")
  Duration unreachableTimeout();

  /**
   * What to do when a call may have run and been billed: {@code retry} it, at the price of perhaps
   * paying twice, or {@code fail} its task with {@code OUTCOME_UNKNOWN}.
   */
  @WithDefault("retry")
  OnUnknown onUnknown();

  /** The wait before a further attempt. */
  BackoffSettings backoff();

  /** When to stop calling an endpoint that keeps failing. */
  BreakerSettings breaker();

  /** Whether long answers are streamed, so that a stalled one is noticed early. */
  @WithDefault("true")
  boolean streaming();

  /** Answers that may have at least this many tokens are streamed. At least 1. */
  @WithDefault("4096")
  @Within(least = "1")
  int streamingThreshold();

  /**
   * How long a streamed answer may take to begin, from its request on; the call's own bound holds
   * as well. A provider that works on a long prompt says at once that it does, so one from which
   * nothing comes has lost the call. 1 ms to 1 d.
   */
  @WithDefault("2m")
  @Within(least = "1ms", most = "1d")
  Duration firstByteTimeout();

  /** How long an answer that has begun may stand still: 1 ms to 90 s. */
  @WithDefault("60s")
  @Within(least = "1ms", most = "90s")
  Duration idleTimeout();

  /**
   * Largest answer, in bytes; of a stream, its text without the events' framing. A larger one is
   * given up as soon as it is known to be, and its task fails. While it is read, an answer takes up
   * to five times its bytes. 1 KiB to 1 GiB.
   */
  @WithDefault("4M")
  MemorySize maxResponseBytes();

  /** What to do when a call may have run and been billed. */
  enum OnUnknown {
    /** Try again, at the price of perhaps paying twice. */
    RETRY,
    /** End the task with {@code OUTCOME_UNKNOWN}. */
    FAIL
  }

  /** Exponential backoff with full jitter. */
  interface BackoffSettings {

    /** Longest first wait; each further one may be twice as long. 1 ms to 1 h. */
    @WithDefault("1s")
    @Within(least = "1ms", most = "1h")
    Duration base();

    /** Longest wait of all, unless the provider asks for more: {@link #base} to 1 h. */
    @WithDefault("60s")
    @Within(least = "1ms", most = "1h")
    Duration max();
  }

  /** A circuit breaker per endpoint. Only the upstream's own failures count. */
  interface BreakerSettings {

    /** How many of the last calls are looked at: 2 to 10,000. */
    @WithDefault("20")
    @Within(least = "2", most = "10000")
    int requestVolume();

    /** Share of failures among them that opens it: 0.01 to 1. */
    @WithDefault("0.5")
    @Within(least = "0.01", most = "1.0")
    double failureRatio();

    /** How long it stays open before one call is let through: 1 ms to 1 h. */
    @WithDefault("10s")
    @Within(least = "1ms", most = "1h")
    Duration delay();
  }
}
