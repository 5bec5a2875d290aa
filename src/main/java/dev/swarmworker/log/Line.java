package dev.swarmworker.log;

import dev.swarmworker.task.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of the line that is written while this is open, on the thread that opened it. */
public final class Line implements AutoCloseable {

  private static final ThreadLocal<Line> NOW = new ThreadLocal<>();

  private final Map<String, Object> keys = new LinkedHashMap<>();

  private Line() {}

  /**
   * Opens a line about a task.
   *
   * @param event what has happened, in the words of the event history
   * @param id the task, or null where its id is not known
   */
  public static Line of(String event, @Nullable TaskId id) {
    Line line = new Line();
    line.keys.put("event", event);
    if (id != null) {
      line.keys.put("taskId", id);
    }
    NOW.set(line);
    return line;
  }

  /** Names the agent, where there is one. */
  public Line agent(@Nullable String id) {
    if (id != null) {
      keys.put("agent", id);
    }
    return this;
  }

  /** Counts the call: which of the task's it is, or how many it took. */
  public Line attempt(int number) {
    keys.put("attempt", number);
    return this;
  }

  /** Names why a task ended. */
  public Line code(Enum<?> code) {
    keys.put("code", code.name());
    return this;
  }

  /** Names anything else; docs/operations.md says which. Never what a caller may choose freely. */
  public Line with(String key, Object value) {
    keys.put(key, value);
    return this;
  }

  static void tell(Map<String, Object> told) {
    Line line = NOW.get();
    if (line != null) {
      told.putAll(line.keys);
    }
  }

  @Override
  public void close() {
    NOW.remove();
  }
}
