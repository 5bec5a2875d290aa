package dev.swarmworker.trace;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.Call;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.llm.Llm;
import dev.swarmworker.llm.ProgressListener;
import dev.swarmworker.llm.TimeBounds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;

/**
 * A span for each upstream call, the wait for a place in the pool included; it ends there for a
 * call that is not made. Its context stays here: the provider is told of no trace.
 */
final class TracedLlm implements Llm {

  private final Llm llm;
  private final Tracer tracer;

  TracedLlm(Llm llm, Tracer tracer) {
    this.llm = llm;
    this.tracer = tracer;
  }

  @Override
  public CallOutcome call(
      Agent.Provider provider, Call call, TimeBounds bounds, ProgressListener progress)
      throws InterruptedException {
    Span span = CallSpan.of(tracer, provider, call);
    try {
      CallOutcome outcome = llm.call(provider, call, bounds, new Told(progress, span));
      CallSpan.tell(span, outcome);
      return outcome;
    } catch (InterruptedException | RuntimeException | Error e) {
      TaskSpans.fail(span, e.getClass().getName());
      throw e;
    } finally {
      span.end();
    }
  }

  /** Says in the span when the call may first have been sent. */
  private record Told(ProgressListener progress, Span span) implements ProgressListener {

    @Override
    public void begun() throws InterruptedException {
      progress.begun();
      span.addEvent("call.begun");
    }

    @Override
    public void progress(long outputTokens) {
      progress.progress(outputTokens);
    }
  }
}
