package dev.swarmworker.broken.history;

import java.time.Instant;

/** Knows the time unasked. */
public final class ReadsTheClock {
  Instant at() {
    return Instant.now();
  }
}
