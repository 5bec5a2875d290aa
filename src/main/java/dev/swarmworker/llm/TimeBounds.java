package dev.swarmworker.llm;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param call from the request's start to the answer's end, more than 0
 * @param overall from now on, the wait for a connection included; more than 0
 */
public record TimeBounds(Duration call, Duration overall) {

  /** With no bound of its own on the wait for a connection. */
  public static TimeBounds of(Duration call) {
    return new TimeBounds(call, Duration.ofDays(1));
  }

  /** The most that the two leave. */
  public Duration longest() {
    return call.compareTo(overall) < 0 ? call : overall;
  }
}
