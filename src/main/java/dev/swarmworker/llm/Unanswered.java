package dev.swarmworker.llm;

import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.llm.CallOutcome.Unknown.End;
import java.time.Duration;

/**
 * What it means that an exchange ended without a whole response.
 *
 * @param endpoint its name
 * @param timeout the call's bound
 * @param hurried whether that was shorter than what every call is given: what a bound of the task's
 *     own has ended says nothing of the endpoint
 */
record Unanswered(String endpoint, Duration timeout, boolean hurried) {

  /** Nothing of a response came. */
  Reply of(Response.None none) {
    if (none.finish() == Finish.TIMED_OUT) {
      return Reply.of(none.sent() ? timedOut() : notMadeInTime());
    }
    if (none.finish() == Finish.NOT_BEGUN) {
      // As with a stream that stands still: it may be that only its answer does not come.
      return none.sent()
          ? Reply.unknown("no answer began within swarm.llm.first-byte-timeout")
          : Reply.unreachable("no connection to " + endpoint + " in time");
    }
    return none.sent()
        ? Reply.unknown("the connection broke before an answer came (" + none.failure() + ")")
        : Reply.unreachable("no connection to " + endpoint + " (" + none.failure() + ")");
  }

  /** A part of the response came. */
  Reply of(Finish finish) {
    return switch (finish) {
      case TIMED_OUT -> Reply.of(timedOut());
      case STOOD_STILL ->
          Reply.unknown("the response stood still longer than swarm.llm.idle-timeout");
      case COMPLETE -> Reply.unknown("the stream ended before its answer did");
      case BROKEN, TOO_LARGE, NOT_BEGUN, ABORTED -> Reply.unknown("the response was cut off");
    };
  }

  private CallOutcome timedOut() {
    return new Unknown("no answer within " + timeout, hurried ? End.HURRIED : End.TIMED_OUT);
  }

  private CallOutcome notMadeInTime() {
    return new NotMade(
        hurried ? Reason.HURRIED : Reason.UNREACHABLE, "no connection to " + endpoint + " in time");
  }
}
