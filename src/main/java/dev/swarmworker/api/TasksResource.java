package dev.swarmworker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.swarmworker.state.TaskState;
import dev.swarmworker.state.TaskStore;
import dev.swarmworker.task.TaskId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a task, and the wish for its end. */
@Path("/tasks/{id}")
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
@RunOnVirtualThread
public final class TasksResource {

  private final TaskStore store;

  TasksResource(TaskStore store) {
    this.store = store;
  }

  /**
   * A task as it stands. Absent fields have no value yet.
   *
   * @param outputTokens of an answer that is being streamed, as its worker last said
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TaskView(
      String id,
      String status,
      @Nullable String agentId,
      int attempts,
      Instant updatedAt,
      Instant expiresAt,
      @Nullable Long outputTokens,
      @JsonRawValue @Nullable String result) {

    static TaskView of(String id, TaskState state) {
      byte[] result = state.result();
      return new TaskView(
          id,
          state.status().wireName(),
          state.agentId(),
          state.attempts(),
          state.updatedAt(),
          state.expiresAt(),
          state.outputTokens() == 0 ? null : state.outputTokens(),
          result == null ? null : new String(result, StandardCharsets.UTF_8));
    }
  }

  @GET
  public Response get(@PathParam("id") String id) {
    Optional<TaskState> found = TaskId.isValid(id) ? store.find(new TaskId(id)) : Optional.empty();
    return found
        .map(state -> Response.ok(TaskView.of(id, state), MediaType.APPLICATION_JSON).build())
        .orElseGet(() -> Problem.response(404, "no task of this id is known, or it has expired"));
  }

  @DELETE
  public Response cancel(@PathParam("id") String id) {
    if (!TaskId.isValid(id)) {
      return Problem.response(404, "no task can have this id");
    }
    return switch (store.cancel(new TaskId(id))) {
      case ACCEPTED -> Response.accepted().build();
      case ALREADY_TERMINAL -> Problem.response(409, "the task has ended already");
    };
  }
}
