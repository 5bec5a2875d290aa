package dev.swarmworker.task;

import org.jspecify.annotations.Nullable;

/**
 * What an agent answered, fit for a result whatever the provider said: text that can be encoded,
 * and names of at most {@value #MAX_NAME} characters.
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

  private static final int MAX_NAME = 256;

  public Answer {
    text = Utf16.wellFormed(text);
    model = name(model);
    stopReason = stopReason == null ? null : name(stopReason);
    requestId = requestId == null ? null : name(requestId);
  }

  private static String name(String given) {
    return Utf16.wellFormed(given.length() <= MAX_NAME ? given : given.substring(0, MAX_NAME));
  }

  /** The same with its text kept elsewhere. */
  public Answer withoutText() {
    return new Answer("", model, usage, stopReason, requestId);
  }
}
