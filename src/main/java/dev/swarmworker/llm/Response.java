package dev.swarmworker.llm;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What came of a request, as soon as there is something to be read. */
sealed interface Response {

  /**
   * Nothing came.
   *
   * @param sent whether the provider may have got the request; false is certain
   * @param failure the kind of exception that ended it, or empty
   */
  record None(Finish finish, boolean sent, String failure) implements Response {}

  /**
   * It is here, as far as it came.
   *
   * @param body all of it only where {@code finish} says so
   */
  record Whole(int status, MultiMap headers, Buffer body, Finish finish) implements Response {}

  /** A stream of events began; it is read piece by piece. */
  record Begun(int status, MultiMap headers) implements Response {}

  /** What is read of a response, which its head decides. */
  enum Kind {
    ANSWER,
    STREAM,
    /** What else it says matters less than its status. */
    ERROR;

    static Kind of(int status, @Nullable String contentType) {
      if (status / 100 != 2) {
        return ERROR;
      }
      String events = "text/event-stream";
      boolean streamed =
          contentType != null && contentType.regionMatches(true, 0, events, 0, events.length());
      return streamed ? STREAM : ANSWER;
    }
  }
}
