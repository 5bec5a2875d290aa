package dev.swarmworker.task;

import org.jspecify.annotations.Nullable;

/**
 * What an agent answered.
 *
 * @param text the answer
 * @param model the model that gave it, as the provider names it
 * @param usage tokens of the call
 * @param stopReason why the model stopped, as the provider says it, or null
 * @param requestId the provider's id of the call, or null
 */
public record Answer(
    String text,
    String model,
    TokenUsage usage,
    @Nullable String stopReason,
    @Nullable String requestId) {

  /** The same with its text kept elsewhere. */
  public Answer withoutText() {
    return new Answer("", model, usage, stopReason, requestId);
  }
}
