package dev.swarmworker.task;

import java.util.Locale;

/** Where a task stands. */
public enum Status {
  QUEUED,
  RUNNING,
  RETRYING,
  COMPLETED,
  FAILED,
  CANCELLED,
  TIMEOUT;

  /** Whether no further change follows. */
  public boolean isTerminal() {
    return switch (this) {
      case QUEUED, RUNNING, RETRYING -> false;
      case COMPLETED, FAILED, CANCELLED, TIMEOUT -> true;
    };
  }

  /** The name used on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The status with this wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Status ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
