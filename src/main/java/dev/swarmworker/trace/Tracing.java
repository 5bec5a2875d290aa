package dev.swarmworker.trace;

import dev.swarmworker.llm.Llm;
import dev.swarmworker.result.Results;
import dev.swarmworker.worker.Instrumentation;
import dev.swarmworker.worker.Processor;
import dev.swarmworker.worker.TaskObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;

/** Spans around the ports of a task's way. */
public final class Tracing implements Instrumentation {

  private final Tracer tracer;
  private final Names names;

  /**
   * What spans call things.
   *
   * @param group the consumer group of the workers
   * @param results the topic that results go to
   */
  public record Names(String group, String results) {}

  /** Makes spans of {@code telemetry}, which its owner shuts down. */
  public Tracing(OpenTelemetry telemetry, Names names) {
    this.tracer = telemetry.getTracer("dev.swarmworker");
    this.names = names;
  }

  @Override
  public Processor around(Processor processor) {
    return new TracedProcessor(processor, tracer, names.group());
  }

  @Override
  public Llm around(Llm llm) {
    return new TracedLlm(llm, tracer);
  }

  @Override
  public Results around(Results results) {
    return new TracedResults(results, tracer, names.results());
  }

  @Override
  public List<TaskObserver> observers() {
    return List.of(new SpanObserver());
  }
}
