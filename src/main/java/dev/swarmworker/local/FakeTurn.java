package dev.swarmworker.local;

import org.jspecify.annotations.Nullable;

/**
 * One answer of the fake, neutral of the protocol.
 *
 * @param number grows with each call
 * @param model as asked for
 * @param text what the model says
 * @param stopReason in Anthropic's words
 * @param inputTokens of the prompt
 * @param outputTokens of the text
 */
record FakeTurn(
    int number, String model, String text, String stopReason, int inputTokens, int outputTokens) {

  /** Some four characters make a token. */
  static int tokens(String text) {
    return Math.max(1, (text.length() + 3) / 4);
  }

  /** The answer to {@code prompt}: steered, or derived from the prompt's length. */
  static FakeTurn of(
      int number, String model, String prompt, int maxTokens, @Nullable String steered) {
    int inputTokens = tokens(prompt);
    if (steered != null) {
      return new FakeTurn(number, model, steered, "end_turn", inputTokens, tokens(steered));
    }
    String text =
        "The request has %d characters, about %d tokens. It was read, and this is the answer."
            .formatted(prompt.length(), inputTokens);
    int outputTokens = tokens(text);
    if (outputTokens <= maxTokens) {
      return new FakeTurn(number, model, text, "end_turn", inputTokens, outputTokens);
    }
    String cut = text.substring(0, 4 * maxTokens);
    return new FakeTurn(number, model, cut, "max_tokens", inputTokens, maxTokens);
  }
}
