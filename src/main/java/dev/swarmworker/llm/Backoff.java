package dev.swarmworker.llm;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a further attempt: exponential, with full jitter, so that a fleet that
 * failed together does not come back together. Safe for many threads if the generator is.
 */
public final class Backoff {
  private final Duration base;
  private final Duration max;
  private final RandomGenerator random;

  /**
   * @param base longest first wait, more than 0
   * @param max longest wait, at least {@code base}
   */
  public Backoff(Duration base, Duration max, RandomGenerator random) {
    this.base = base;
    this.max = max;
    this.random = random;
  }

  /**
   * The wait after a failed attempt.
   *
   * @param attempt which one failed, from 1
   * @param retryAfter what the provider asked for, or null; the wait is never shorter, and some
   *     jitter is added, since everybody was told the same
   */
  public Duration after(int attempt, @Nullable Duration retryAfter) {
    Duration wait = jitter(ceiling(attempt));
    if (retryAfter == null) {
      return wait;
    }
    Duration asked = retryAfter.plus(jitter(base));
    return asked.compareTo(wait) > 0 ? asked : wait;
  }

  private Duration ceiling(int attempt) {
    Duration ceiling = base;
    for (int i = 1; i < attempt && ceiling.compareTo(max) < 0; i++) {
      ceiling = ceiling.multipliedBy(2);
    }
    return ceiling.compareTo(max) < 0 ? ceiling : max;
  }

  private Duration jitter(Duration ceiling) {
    return Duration.ofNanos(random.nextLong(ceiling.toNanos() + 1));
  }
}
