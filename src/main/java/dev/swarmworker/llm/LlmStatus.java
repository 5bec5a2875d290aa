package dev.swarmworker.llm;

import java.util.Map;

/** What can be seen of the upstream side. Safe for many threads; never blocks. */
public interface LlmStatus {

  /** The connection pool now. */
  PoolStats pool();

  /** The circuit breaker of each endpoint called so far, by its base URL. */
  Map<String, BreakerState> breakers();

  /** Whether calls reach an endpoint. */
  enum BreakerState {
    /** They do. */
    CLOSED,
    /** They are refused here: too many of the last ones failed. */
    OPEN,
    /** One at a time is let through, to find out. */
    HALF_OPEN
  }
}
