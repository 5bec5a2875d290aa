package dev.swarmworker.log;

import dev.swarmworker.task.Place;
import dev.swarmworker.task.TaskId;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The message that the present thread sees through. Each line that is written meanwhile, whoever
 * writes it, says which.
 *
 * @param place where it stands
 * @param taskId its task's, or null where none can be read
 * @param traceparent asked only when a line is written; a valid one of W3C Trace Context, or null
 */
public record Present(
    Place place, @Nullable TaskId taskId, Supplier<@Nullable String> traceparent) {

  private static final ScopedValue<Present> NOW = ScopedValue.newInstance();
  private static final int TRACE_ID = 3;
  private static final int TRACE_ID_END = TRACE_ID + 32;

  /** A message's time on its thread. */
  public interface Life {
    /** Lives it. */
    void run() throws InterruptedException;
  }

  /** Is present while this runs. */
  public void during(Life life) throws InterruptedException {
    ScopedValue.where(NOW, this)
        .<Boolean, InterruptedException>call(
            () -> {
              life.run();
              return true;
            });
  }

  /** Adds what the present thread's message has to say, if it has one. */
  static void tell(Map<String, Object> keys) {
    if (NOW.isBound()) {
      NOW.get().tellAll(keys);
    }
  }

  private void tellAll(Map<String, Object> keys) {
    if (taskId != null) {
      keys.put("taskId", taskId);
    }
    keys.put("topic", place.topic());
    keys.put("partition", place.partition());
    keys.put("offset", place.offset());
    String parent = traceparent.get();
    if (parent != null) {
      keys.put("traceId", parent.substring(TRACE_ID, TRACE_ID_END));
    }
  }
}
