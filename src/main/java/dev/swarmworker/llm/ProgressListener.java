package dev.swarmworker.llm;

/** Told how far a call is. Runs on the thread that waits for it: must not block. */
@FunctionalInterface
public interface ProgressListener {

  /** Tells nobody. */
  ProgressListener NONE = outputTokens -> {};

  /**
   * The call has its place in the pool and its endpoint is open to it: from now on it may be sent,
   * and billed. Not told of a call that comes to an end before that; and a call of which it was
   * told may still come to {@link CallOutcome.NotMade}, where no connection was got.
   *
   * @throws InterruptedException the call is not to begin
   */
  default void begun() throws InterruptedException {}

  /**
   * More of the answer came.
   *
   * @param outputTokens made so far; an estimate from the text's length until the provider counts
   */
  void progress(long outputTokens);
}
