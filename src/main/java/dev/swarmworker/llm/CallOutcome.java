package dev.swarmworker.llm;

import dev.swarmworker.task.Answer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one upstream call. Classified once, by the adapter that saw it. */
public sealed interface CallOutcome {

  /** The model answered. */
  record Done(Answer answer) implements CallOutcome {}

  /**
   * It surely did not run, and the provider says when to come back (429, 503, 529).
   *
   * @param after as the provider said, or null where it did not
   * @param overloaded whether the provider has no room for anybody (503, 529); else it is the
   *     caller's own limit that is reached (429)
   */
  record RetryAfter(@Nullable Duration after, boolean overloaded, String message)
      implements CallOutcome {}

  /** The provider refused for good: the same request will be refused again. */
  record Rejected(int httpStatus, String message) implements CallOutcome {}

  /** It surely was not sent: it costs nothing, and no attempt at it counts. */
  record NotMade(Reason reason, String message) implements CallOutcome {

    /** Why a call was not made. */
    public enum Reason {
      /** This worker's own pool had no place in time. */
      NO_PLACE,
      /** The endpoint took no connection in time, or its breaker is open. */
      UNREACHABLE,
      /** The time that the task gave it was over before there was a connection. */
      HURRIED
    }
  }

  /**
   * It was sent, and surely gave no answer to pay for: the provider did not begin (408, 409) or met
   * an error of its own (500).
   */
  record Unavailable(String message) implements CallOutcome {}

  /**
   * It may have run and been billed: timeout, reset, cut or unreadable answer, a gateway's 502 or
   * 504.
   *
   * @param end what ended it
   */
  record Unknown(String message, End end) implements CallOutcome {

    /** What ended a call without an answer. */
    public enum End {
      /** The endpoint did, or what is between. */
      BROKEN,
      /** {@code swarm.llm.timeout} did: nothing shorter than what every call is given. */
      TIMED_OUT,
      /** A bound shorter than that did, which the task asked for: it says nothing of the agent. */
      HURRIED
    }

    /** Whether the call's own bound ended it. */
    public boolean timedOut() {
      return end != End.BROKEN;
    }
  }
}
