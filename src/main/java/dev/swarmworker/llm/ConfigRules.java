package dev.swarmworker.llm;

import java.time.Duration;

/** The bounds that annotations cannot say. A broken one stops the start. */
final class ConfigRules {
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
  }

  /**
   * @throws IllegalArgumentException naming key, value and what is allowed
   */
  static void check(LlmConfig llm) {
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
