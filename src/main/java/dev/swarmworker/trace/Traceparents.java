package dev.swarmworker.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one header of W3C Trace Context that tasks and results carry. */
final class Traceparents {

  private static final String HEADER = "traceparent";

  private Traceparents() {}

  /** What a header says; nothing where there is none. */
  static Context parentIn(@Nullable String header) {
    return header == null
        ? Context.root()
        : W3CTraceContextPropagator.getInstance().extract(Context.root(), header, new Only());
  }

  /** The header that makes a span the parent. */
  static String of(SpanContext span) {
    return "00-%s-%s-%s"
        .formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex());
  }

  /** Headers of which there is but this one. */
  private static final class Only implements TextMapGetter<String> {

    @Override
    public Iterable<String> keys(String header) {
      return List.of(HEADER);
    }

    @Override
    public @Nullable String get(@Nullable String header, String key) {
      return key.equals(HEADER) ? header : null;
    }
  }
}
