package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.Body.BrokenOff;
import dev.swarmworker.llm.Body.TooLarge;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads one response and says what it means. Whatever comes, the meaning is a value. */
final class ReplyReader {
  /** Of an error's body; of what it says some hundred characters are used. */
  private static final int MAX_ERROR_BYTES = 64 << 10;

  private static final Duration MAX_ERROR_TIME = Duration.ofSeconds(2);

  /** An event carries a few tokens; some providers send a short answer in one. */
  private static final int EVENTS_PER_ANSWER = 4;

  private static final int LEAST_EVENT_BYTES = 64 << 10;

  /** What a stream may have beside its text: a token's event is up to 300 bytes long. */
  private static final int FRAMING = 64;

  private final Adapter adapter;
  private final Agent.Provider provider;
  private final Call call;
  private final long limit;
  private final ProgressListener progress;

  /**
   * A reader of one response.
   *
   * @param limit most bytes of an answer; of a stream, of its text
   */
  ReplyReader(
      Adapter adapter, Agent.Provider provider, Call call, long limit, ProgressListener progress) {
    this.adapter = adapter;
    this.provider = provider;
    this.call = call;
    this.limit = limit;
    this.progress = progress;
  }

  /**
   * Reads it to its end.
   *
   * @param headers looks one up by its name; null where absent
   * @param now for a retry-after that is a date
   */
  Reply read(int status, UnaryOperator<@Nullable String> headers, Body body, Instant now)
      throws InterruptedException {
    try {
      if (status / 100 != 2) {
        return refused(status, headers, body, now);
      }
      String requestId = headers.apply(adapter.requestIdHeader());
      return isStream(headers) ? streamed(body, requestId) : whole(body, requestId);
    } catch (TooLarge e) {
      return tooLarge(status);
    } catch (BrokenOff e) {
      return Reply.unknown(String.valueOf(e.getMessage()));
    }
  }

  /** It has been paid for, and would come again: so it is not asked for again. */
  private Reply tooLarge(int status) {
    String message = "the answer is larger than swarm.llm.max-response-bytes (%d)".formatted(limit);
    return new Reply(new CallOutcome.Rejected(status, message), true);
  }

  /** An error whose body cannot be read is an error all the same: its status was read. */
  private Reply refused(int status, UnaryOperator<@Nullable String> headers, Body body, Instant now)
      throws InterruptedException {
    ProviderError error = ProviderError.NONE;
    try {
      error = adapter.error(Json.parse(body.rest(MAX_ERROR_BYTES, MAX_ERROR_TIME)));
    } catch (BrokenOff | TooLarge e) {
      // The status alone has to do.
    }
    Duration retryAfter = RetryAfterHeader.in(headers, now);
    return classified(status, error, retryAfter);
  }

  private Reply classified(int status, ProviderError error, @Nullable Duration retryAfter) {
    return Classifier.ofStatus(status, error, retryAfter, error.describe(status, provider, call));
  }

  private Reply whole(Body body, @Nullable String requestId)
      throws BrokenOff, TooLarge, InterruptedException {
    return adapter
        .answer(Json.parse(body.rest(limit)), call.model(), requestId)
        .map(answer -> Reply.of(new CallOutcome.Done(answer)))
        .orElseGet(() -> Reply.unknown("the response is not an answer's JSON"));
  }

  private Reply streamed(Body body, @Nullable String requestId)
      throws BrokenOff, TooLarge, InterruptedException {
    StreamedAnswer answer = new StreamedAnswer(call.model(), requestId);
    SseParser parser = new SseParser(event -> adapter.event(event, answer));
    long read = 0;
    long told = 0;
    while (!answer.hasEnded() && answer.error().isEmpty()) {
      int length = body.next();
      if (length < 0) {
        return Reply.unknown("the stream ended before its answer did");
      }
      parser.feed(body.piece(), length);
      read += length;
      if (isTooLarge(answer.length(), parser.held(), read)) {
        throw new TooLarge();
      }
      if (answer.outputTokens() > told) {
        told = answer.outputTokens();
        progress.progress(told);
      }
    }
    body.drain();
    return answer
        .error()
        .map(error -> broken(error, answer))
        .orElseGet(() -> Reply.of(new CallOutcome.Done(answer.answer())));
  }

  /**
   * What is held of a stream is bounded by the answer's bound, and so is the rest, at a distance.
   */
  private boolean isTooLarge(long text, long event, long read) {
    return text > limit
        || event > Math.max(LEAST_EVENT_BYTES, limit / EVENTS_PER_ANSWER)
        || read > Math.max(LEAST_EVENT_BYTES, limit) * FRAMING;
  }

  /** Once the model has spoken, an error does not make the call unpaid. */
  private Reply broken(ProviderError error, StreamedAnswer answer) {
    int status = Classifier.statusOf(error.type());
    if (status == 0 || answer.hasText()) {
      return Reply.unknown("error within the stream: " + error.describe(status, provider, call));
    }
    return classified(status, error, null);
  }

  private static boolean isStream(UnaryOperator<@Nullable String> headers) {
    String type = headers.apply(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
  }
}
