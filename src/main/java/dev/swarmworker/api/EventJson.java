package dev.swarmworker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.swarmworker.history.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event in the contract's words. Absent fields have no value. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventJson(
    long seq,
    Instant at,
    String type,
    String workerId,
    @Nullable String taskId,
    @Nullable String agentId,
    @Nullable Integer attempt,
    @Nullable String detail) {

  static EventJson of(Event event) {
    return new EventJson(
        event.seq(),
        event.at(),
        event.type().wireName(),
        event.workerId(),
        event.taskId(),
        event.agentId(),
        event.attempt(),
        event.detail());
  }
}
