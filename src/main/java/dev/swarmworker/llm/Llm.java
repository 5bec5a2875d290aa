package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import java.time.Duration;

/** Makes upstream calls. Safe for many threads. */
public interface Llm {

  /**
   * Makes one call and waits for its end on the calling (virtual) thread.
   *
   * @param provider where
   * @param call what
   * @param bounds how long it may take; the wait for a connection is bounded by configuration too
   * @param progress told how far a streamed answer is
   * @return what came of it; expected failures are values
   * @throws InterruptedException the thread was interrupted: the call was aborted, and its
   *     connection is fit for reuse or closed
   */
  CallOutcome call(Agent.Provider provider, Call call, TimeBounds bounds, ProgressListener progress)
      throws InterruptedException;

  /** The same, with nobody to tell of its progress, and no deadline. */
  default CallOutcome call(Agent.Provider provider, Call call, Duration timeout)
      throws InterruptedException {
    return call(provider, call, TimeBounds.of(timeout), ProgressListener.NONE);
  }
}
