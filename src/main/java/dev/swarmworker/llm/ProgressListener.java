package dev.swarmworker.llm;

/** Told how far a streamed answer is. Runs on the thread that waits for it: must not block. */
@FunctionalInterface
public interface ProgressListener {

  /** Tells nobody. */
  ProgressListener NONE = outputTokens -> {};

  /**
   * More of the answer came.
   *
   * @param outputTokens made so far; an estimate from the text's length until the provider counts
   */
  void progress(long outputTokens);
}
