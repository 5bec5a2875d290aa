package dev.swarmworker.monitor;

import java.util.Locale;

/** What an alert can be about. */
public enum AlertKind {
  /** Share of the tasks that ended badly, of those that ended since the sample before. */
  FAILURE_RATE,
  /** Share of the connection pool with a call on it. */
  POOL_USE,
  /** Calls waiting for a connection. */
  POOL_WAITING,
  /** Bytes that the operating system holds for the process. */
  MEMORY,
  /** Milliseconds that one running task has run; raised for each. */
  SLOW_TASK;

  /** The name in events and metrics. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
