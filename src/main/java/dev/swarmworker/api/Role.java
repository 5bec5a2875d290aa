package dev.swarmworker.api;

import java.util.Locale;

/** What a caller may do; the later also what the earlier may. */
enum Role {
  /** Reads. */
  VIEWER,
  /** Cancels tasks and removes kept answers. */
  OPERATOR;

  boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
