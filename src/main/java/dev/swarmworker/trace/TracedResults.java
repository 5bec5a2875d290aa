package dev.swarmworker.trace;

import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_DESTINATION_NAME;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_KAFKA_MESSAGE_KEY;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_MESSAGE_BODY_SIZE;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_OPERATION_NAME;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_OPERATION_TYPE;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_SYSTEM;

import dev.swarmworker.result.Results;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A span for each publication. It is what the result's reader goes on from. */
final class TracedResults implements Results {

  private final Results results;
  private final Tracer tracer;
  private final String topic;

  TracedResults(Results results, Tracer tracer, String topic) {
    this.results = results;
    this.tracer = tracer;
    this.topic = topic;
  }

  @Override
  public byte[] encode(Result result) {
    return results.encode(result);
  }

  @Override
  public int maxBytes() {
    return results.maxBytes();
  }

  @Override
  public Optional<FailedBefore> failureIn(byte[] json) {
    return results.failureIn(json);
  }

  @Override
  public void publish(TaskId id, Status status, byte[] json, @Nullable String traceparent)
      throws InterruptedException {
    TaskSpans.present().ifPresent(TaskSpans::endPhase);
    Span span = spanOf(id, json.length);
    try {
      results.publish(id, status, json, Traceparents.of(span.getSpanContext()));
    } catch (InterruptedException | RuntimeException | Error e) {
      TaskSpans.fail(span, e.getClass().getName());
      throw e;
    } finally {
      span.end();
    }
  }

  private Span spanOf(TaskId id, int bytes) {
    return tracer
        .spanBuilder("send " + topic)
        .setSpanKind(SpanKind.PRODUCER)
        .setAttribute(MESSAGING_SYSTEM, "kafka")
        .setAttribute(MESSAGING_OPERATION_NAME, "send")
        .setAttribute(MESSAGING_OPERATION_TYPE, "send")
        .setAttribute(MESSAGING_DESTINATION_NAME, topic)
        .setAttribute(MESSAGING_KAFKA_MESSAGE_KEY, id.value())
        .setAttribute(MESSAGING_MESSAGE_BODY_SIZE, (long) bytes)
        .startSpan();
  }
}
