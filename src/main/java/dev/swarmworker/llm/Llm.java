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
   * @param timeout bound on the whole call from the request's start, the wait for a connection
   *     excepted (that one has its own bound)
   * @param progress told how far a streamed answer is
   * @return what came of it; expected failures are values
   * @throws InterruptedException the thread was interrupted: the call was aborted, and its
   *     connection is fit for reuse or closed
   */
  CallOutcome call(Agent.Provider provider, Call call, Duration timeout, ProgressListener progress)
      throws InterruptedException;

  /** The same, with nobody to tell of its progress. */
  default CallOutcome call(Agent.Provider provider, Call call, Duration timeout)
      throws InterruptedException {
    return call(provider, call, timeout, ProgressListener.NONE);
  }
}
