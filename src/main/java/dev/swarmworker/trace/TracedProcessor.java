package dev.swarmworker.trace;

import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_CONSUMER_GROUP_NAME;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_DESTINATION_NAME;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_DESTINATION_PARTITION_ID;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_KAFKA_OFFSET;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_OPERATION_NAME;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_OPERATION_TYPE;
import static io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MESSAGING_SYSTEM;

import dev.swarmworker.log.Present;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Place;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.Delivery;
import dev.swarmworker.worker.Processor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A span for each message's life in this worker, below its sender's. */
final class TracedProcessor implements Processor {

  private final Processor processor;
  private final Tracer tracer;
  private final String group;

  TracedProcessor(Processor processor, Tracer tracer, String group) {
    this.processor = processor;
    this.tracer = tracer;
    this.group = group;
  }

  @Override
  public void process(Task task, Delivery delivery) throws InterruptedException {
    Span span = spanOf(task.id(), delivery);
    traced(span, present(span, task.id(), delivery), () -> processor.process(task, delivery));
  }

  @Override
  public void reject(@Nullable TaskId id, Failure failure, Delivery delivery)
      throws InterruptedException {
    Span span = spanOf(id, delivery);
    TaskSpans.fail(span, failure.code().name());
    traced(span, present(span, id, delivery), () -> processor.reject(id, failure, delivery));
  }

  /** Log lines name the trace, also where it begins here. */
  private static Present present(Span span, @Nullable TaskId id, Delivery delivery) {
    return new Present(delivery.place(), id, () -> Traceparents.of(span.getSpanContext()));
  }

  private void traced(Span span, Present present, Present.Life life) throws InterruptedException {
    TaskSpans spans = new TaskSpans(tracer, span);
    try (Scope _ = spans.context().makeCurrent()) {
      present.during(life);
    } catch (InterruptedException | RuntimeException | Error e) {
      TaskSpans.fail(span, e.getClass().getName());
      throw e;
    } finally {
      spans.end();
    }
  }

  private Span spanOf(@Nullable TaskId id, Delivery delivery) {
    Place place = delivery.place();
    Span span =
        tracer
            .spanBuilder("process " + place.topic())
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(Traceparents.parentIn(delivery.traceparent()))
            .setAttribute(MESSAGING_SYSTEM, "kafka")
            .setAttribute(MESSAGING_OPERATION_NAME, "process")
            .setAttribute(MESSAGING_OPERATION_TYPE, "process")
            .setAttribute(MESSAGING_DESTINATION_NAME, place.topic())
            .setAttribute(MESSAGING_DESTINATION_PARTITION_ID, String.valueOf(place.partition()))
            .setAttribute(MESSAGING_KAFKA_OFFSET, place.offset())
            .setAttribute(MESSAGING_CONSUMER_GROUP_NAME, group)
            .startSpan();
    return id == null ? span : span.setAttribute(Keys.TASK_ID, id.value());
  }
}
