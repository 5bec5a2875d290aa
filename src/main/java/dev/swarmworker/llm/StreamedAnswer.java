package dev.swarmworker.llm;

import dev.swarmworker.task.Answer;
import dev.swarmworker.task.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that comes in events. Used by one thread: the one that reads the stream. */
final class StreamedAnswer {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final @Nullable String requestId;
  private final StringBuilder text = new StringBuilder();
  private String model;
  private TokenUsage usage = TokenUsage.NONE;
  private @Nullable String stopReason;
  private @Nullable ProviderError error;
  private boolean ended;

  StreamedAnswer(String model, @Nullable String requestId) {
    this.model = model;
    this.requestId = requestId;
  }

  void append(String more) {
    text.append(more);
  }

  void model(String name) {
    model = name;
  }

  void usage(TokenUsage counted) {
    usage = counted;
  }

  TokenUsage usage() {
    return usage;
  }

  void stopReason(String reason) {
    stopReason = reason;
  }

  void fail(ProviderError reason) {
    error = reason;
  }

  void end() {
    ended = true;
  }

  Optional<ProviderError> error() {
    return Optional.ofNullable(error);
  }

  /** Whether the provider said that this was all; without it, the answer was cut. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether the model began to speak, and so to cost. */
  boolean hasText() {
    return !text.isEmpty();
  }

  /** Characters of text so far. */
  long length() {
    return text.length();
  }

  /** The provider's count where it gave one, or else an estimate. */
  long outputTokens() {
    return Math.max(usage.outputTokens(), text.length() / CHARACTERS_PER_TOKEN);
  }

  Answer answer() {
    return new Answer(text.toString(), model, usage, stopReason, requestId);
  }
}
