package dev.swarmworker.trace;

import static io.opentelemetry.semconv.ServerAttributes.SERVER_ADDRESS;
import static io.opentelemetry.semconv.ServerAttributes.SERVER_PORT;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_AGENT_ID;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_OPERATION_NAME;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_PROVIDER_NAME;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_REQUEST_MAX_TOKENS;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_REQUEST_MODEL;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_REQUEST_TEMPERATURE;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_RESPONSE_FINISH_REASONS;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_RESPONSE_MODEL;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_USAGE_INPUT_TOKENS;
import static io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GEN_AI_USAGE_OUTPUT_TOKENS;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.Call;
import dev.swarmworker.llm.CallOutcome;
import dev.swarmworker.task.Answer;
import dev.swarmworker.task.TokenUsage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** An upstream call in the words of the conventions for generative AI. */
final class CallSpan {

  /** A task may name any model. */
  private static final int MAX_MODEL = 256;

  private CallSpan() {}

  /** Begins the span of a call. Of the address, host and port alone are told. */
  static Span of(Tracer tracer, Agent.Provider provider, Call call) {
    String model = bounded(call.model());
    URI address = URI.create(provider.baseUrl());
    Span span =
        tracer
            .spanBuilder("chat " + model)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(GEN_AI_OPERATION_NAME, "chat")
            .setAttribute(GEN_AI_PROVIDER_NAME, nameOf(provider.protocol()))
            .setAttribute(GEN_AI_REQUEST_MODEL, model)
            .setAttribute(GEN_AI_REQUEST_MAX_TOKENS, (long) call.maxTokens())
            .setAttribute(SERVER_ADDRESS, String.valueOf(address.getHost()))
            .setAttribute(SERVER_PORT, portOf(address))
            .startSpan();
    if (call.temperature() != null) {
      span.setAttribute(GEN_AI_REQUEST_TEMPERATURE, call.temperature());
    }
    TaskSpans.present().ifPresent(task -> tellCaller(span, task));
    return span;
  }

  private static void tellCaller(Span span, TaskSpans task) {
    span.setAttribute(Keys.TASK_ATTEMPT, (long) task.attempt());
    if (task.agentId() != null) {
      span.setAttribute(GEN_AI_AGENT_ID, task.agentId());
    }
  }

  /** Says what came of it. */
  static void tell(Span span, CallOutcome outcome) {
    switch (outcome) {
      case CallOutcome.Done done -> answered(span, done.answer());
      case CallOutcome.RetryAfter later ->
          TaskSpans.fail(span, later.overloaded() ? "overloaded" : "rate_limited");
      case CallOutcome.Rejected rejected ->
          TaskSpans.fail(span, String.valueOf(rejected.httpStatus()));
      case CallOutcome.NotMade notMade ->
          TaskSpans.fail(span, "not_made." + notMade.reason().name().toLowerCase(Locale.ROOT));
      case CallOutcome.Unavailable _ -> TaskSpans.fail(span, "unavailable");
      case CallOutcome.Unknown unknown ->
          TaskSpans.fail(span, unknown.timedOut() ? "timeout" : "unknown");
    }
  }

  /** The conventions count what the provider read from its cache, or wrote to it, as input too. */
  private static void answered(Span span, Answer answer) {
    TokenUsage usage = answer.usage();
    span.setAttribute(GEN_AI_RESPONSE_MODEL, answer.model())
        .setAttribute(
            GEN_AI_USAGE_INPUT_TOKENS,
            usage.inputTokens() + usage.cacheReadTokens() + usage.cacheWriteTokens())
        .setAttribute(GEN_AI_USAGE_OUTPUT_TOKENS, usage.outputTokens());
    if (answer.stopReason() != null) {
      span.setAttribute(GEN_AI_RESPONSE_FINISH_REASONS, List.of(answer.stopReason()));
    }
    if (answer.requestId() != null) {
      span.setAttribute(Keys.REQUEST_ID, answer.requestId());
    }
  }

  private static String nameOf(Agent.Protocol protocol) {
    return switch (protocol) {
      case ANTHROPIC -> "anthropic";
      case OPENAI -> "openai";
    };
  }

  private static long portOf(URI address) {
    int port = address.getPort();
    return port >= 0 ? port : "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
  }

  private static String bounded(String model) {
    return model.length() <= MAX_MODEL ? model : model.substring(0, MAX_MODEL);
  }
}
