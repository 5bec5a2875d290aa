package dev.swarmworker.llm;

import java.time.Duration;

/** The bounds that annotations cannot say. A broken one stops the start. */
final class ConfigRules {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private ConfigRules() {}

  /**
   * @throws IllegalArgumentException naming key, value and what is allowed
   */
  static void check(PoolConfig pool) {
    if (pool.min() > pool.max()) {
      throw new IllegalArgumentException(
          "swarm.pool.min is %d: at most swarm.pool.max (%d) is allowed"
              .formatted(pool.min(), pool.max()));
    }
    between("swarm.pool.acquire-timeout", pool.acquireTimeout(), MILLI, HOUR);
    between("swarm.pool.idle-timeout", pool.idleTimeout(), Duration.ofSeconds(1), HOUR);
    between("swarm.pool.connect-timeout", pool.connectTimeout(), MILLI, HOUR);
  }

  /**
   * @throws IllegalArgumentException naming key, value and what is allowed
   */
  static void check(LlmConfig llm) {
    between("swarm.llm.timeout", llm.timeout(), MILLI, Duration.ofDays(1));
    between("swarm.llm.first-byte-timeout", llm.firstByteTimeout(), MILLI, Duration.ofDays(1));
    between("swarm.llm.idle-timeout", llm.idleTimeout(), MILLI, Duration.ofSeconds(90));
    between("swarm.llm.unreachable-timeout", llm.unreachableTimeout(), MILLI, Duration.ofDays(7));
    between("swarm.llm.breaker.delay", llm.breaker().delay(), MILLI, HOUR);
    between("swarm.llm.backoff.base", llm.backoff().base(), MILLI, HOUR);
    between("swarm.llm.backoff.max", llm.backoff().max(), llm.backoff().base(), HOUR);
    long bytes = llm.maxResponseBytes().asLongValue();
    if (bytes < 1 << 10 || bytes > 1 << 30) {
      throw new IllegalArgumentException(
          "swarm.llm.max-response-bytes is %d: 1 KiB to 1 GiB is allowed".formatted(bytes));
    }
  }

  private static void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s is %s: %s to %s is allowed".formatted(key, value, least, most));
    }
  }
}
