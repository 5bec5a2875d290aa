package dev.swarmworker.history;

import org.jspecify.annotations.Nullable;

/** Where events are written. Never blocks and never fails, whoever reads. */
public interface EventLog {

  /** Appends an event. */
  void append(
      EventType type,
      @Nullable String taskId,
      @Nullable String agentId,
      @Nullable Integer attempt,
      @Nullable String detail);

  /** Appends an event of a task with nothing more to say. */
  default void append(EventType type, String taskId) {
    append(type, taskId, null, null, null);
  }
}
