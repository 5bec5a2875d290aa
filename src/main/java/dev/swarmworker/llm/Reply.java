package dev.swarmworker.llm;

import dev.swarmworker.llm.CallOutcome.NotMade.Reason;

/**
 * What came of a call, and what it says of the endpoint.
 *
 * @param outcome for the caller
 * @param upstreamFailed whether the endpoint itself failed; a request refused for good reason and a
 *     rate limit are no failures of it
 */
record Reply(CallOutcome outcome, boolean upstreamFailed) {

  static Reply of(CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Done done -> new Reply(done, false);
      case CallOutcome.Rejected rejected -> new Reply(rejected, false);
      case CallOutcome.RetryAfter retryAfter -> new Reply(retryAfter, true);
      case CallOutcome.NotMade notMade -> new Reply(notMade, true);
      case CallOutcome.Unavailable unavailable -> new Reply(unavailable, true);
      case CallOutcome.Unknown unknown -> new Reply(unknown, true);
    };
  }

  static Reply rateLimited(CallOutcome.RetryAfter outcome) {
    return new Reply(outcome, false);
  }

  static Reply unknown(String message) {
    return of(new CallOutcome.Unknown(message, false));
  }

  static Reply unreachable(String message) {
    return of(new CallOutcome.NotMade(Reason.UNREACHABLE, message));
  }

  static Reply unavailable(String message) {
    return of(new CallOutcome.Unavailable(message));
  }
}
