package dev.swarmworker.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.semconv.ErrorAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one message, bound to the thread that sees it through: its own, and below it the one
 * of the phase it is in, if any. Confined to that thread.
 */
final class TaskSpans {

  private static final ContextKey<TaskSpans> KEY = ContextKey.named("task-spans");

  private final Tracer tracer;
  private final Span task;
  private @Nullable Span phase;
  private @Nullable String agentId;
  private int attempt;

  /** Those of a message whose span this is; bound where {@link #context} is current. */
  TaskSpans(Tracer tracer, Span task) {
    this.tracer = tracer;
    this.task = task;
  }

  /** What makes them present, and the message's span the parent of others. */
  Context context() {
    return Context.root().with(task).with(KEY, this);
  }

  /** Those of the present thread; empty where it sees no message through. */
  static Optional<TaskSpans> present() {
    return Optional.ofNullable(Context.current().get(KEY));
  }

  Span task() {
    return task;
  }

  /** The present phase; a span that records nothing where there is none. */
  Span phase() {
    return phase == null ? Span.getInvalid() : phase;
  }

  /** Ends the present phase, if any, and begins another. */
  void begin(String name) {
    endPhase();
    phase = tracer.spanBuilder(name).startSpan();
  }

  void endPhase() {
    if (phase != null) {
      phase.end();
      phase = null;
    }
  }

  /** Says who makes the next call, and which of the task's it is. */
  void calling(String agent, int number) {
    agentId = agent;
    attempt = number;
  }

  @Nullable String agentId() {
    return agentId;
  }

  int attempt() {
    return attempt;
  }

  /** Marks a span as failed; of an error only its kind is told. */
  static void fail(Span span, String kind) {
    span.setStatus(StatusCode.ERROR).setAttribute(ErrorAttributes.ERROR_TYPE, kind);
  }

  /** Ends all that has begun. */
  void end() {
    endPhase();
    task.end();
  }
}
