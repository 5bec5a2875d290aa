package dev.swarmworker.broken.worker;

import io.opentelemetry.api.trace.Span;

/** Spans away from the tracing. */
public final class KnowsSpans {
  final Span span = Span.getInvalid();
}
