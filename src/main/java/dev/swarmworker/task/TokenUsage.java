package dev.swarmworker.task;

/** Tokens of the call that produced an output, as the provider counted them. */
public record TokenUsage(
    long inputTokens, long outputTokens, long cacheReadTokens, long cacheWriteTokens) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);
}
