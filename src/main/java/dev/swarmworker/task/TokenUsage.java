package dev.swarmworker.task;

/**
 * Tokens of the call that produced an output, as the provider counted them. A count that no call
 * can have, below 0 or above a billion, is none.
 */
public record TokenUsage(
    long inputTokens, long outputTokens, long cacheReadTokens, long cacheWriteTokens) {
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

  private static final long MAX = 1_000_000_000;

  public TokenUsage {
    inputTokens = count(inputTokens);
    outputTokens = count(outputTokens);
    cacheReadTokens = count(cacheReadTokens);
    cacheWriteTokens = count(cacheWriteTokens);
  }

  private static long count(long said) {
    return said < 0 || said > MAX ? 0 : said;
  }
}
