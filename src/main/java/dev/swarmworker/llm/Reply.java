package dev.swarmworker.llm;

import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.CallOutcome.Unknown.End;

/**
 * What came of a call, and what it says of the endpoint.
 *
 * @param outcome for the caller
 * @param upstreamFailed whether the endpoint itself failed; a request refused for good reason, a
 *     rate limit and a task that would not wait are no failures of it
 */
record Reply(CallOutcome outcome, boolean upstreamFailed) {

  static Reply of(CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Done done -> new Reply(done, false);
      case CallOutcome.Rejected rejected -> new Reply(rejected, false);
      case CallOutcome.RetryAfter retryAfter -> new Reply(retryAfter, retryAfter.overloaded());
      case CallOutcome.NotMade notMade ->
          new Reply(notMade, notMade.reason() == Reason.UNREACHABLE);
      case CallOutcome.Unavailable unavailable -> new Reply(unavailable, true);
      case CallOutcome.Unknown unknown -> new Reply(unknown, unknown.end() != End.HURRIED);
    };
  }

  static Reply unknown(String message) {
    return of(new CallOutcome.Unknown(message, End.BROKEN));
  }

  static Reply unreachable(String message) {
    return of(new CallOutcome.NotMade(Reason.UNREACHABLE, message));
  }

  static Reply unavailable(String message) {
    return of(new CallOutcome.Unavailable(message));
  }
}
