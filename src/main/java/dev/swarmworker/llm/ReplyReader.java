package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads one response and says what it means. Whatever comes, the meaning is a value. */
final class ReplyReader {
  /** An event carries a few tokens; some providers send a short answer in one. */
  private static final int EVENTS_PER_ANSWER = 4;

  private static final int LEAST_EVENT_BYTES = 64 << 10;

  /** What a stream may have beside its text: a token's event is up to 300 bytes long. */
  private static final int FRAMING = 64;

  private final Adapter adapter;
  private final Agent.Provider provider;
  private final Call call;
  private final Unanswered unanswered;
  private final long limit;
  private final ProgressListener progress;

  /**
   * A reader of one response.
   *
   * @param limit most bytes of an answer; of a stream, of its text
   */
  ReplyReader(
      Adapter adapter,
      Agent.Provider provider,
      Call call,
      Unanswered unanswered,
      long limit,
      ProgressListener progress) {
    this.adapter = adapter;
    this.provider = provider;
    this.call = call;
    this.unanswered = unanswered;
    this.limit = limit;
    this.progress = progress;
  }

  /**
   * Reads it to its end.
   *
   * @param pieces of a stream that began
   * @param now for a retry-after that is a date
   */
  Reply read(Response response, Pieces pieces, Instant now) throws InterruptedException {
    return switch (response) {
      case Response.None none -> unanswered.of(none);
      case Response.Whole whole when whole.status() / 100 != 2 -> refused(whole, now);
      case Response.Whole whole -> whole(whole);
      case Response.Begun begun -> streamed(begun, pieces);
    };
  }

  /** It has been paid for, and would come again: so it is not asked for again. */
  private Reply tooLarge(int status) {
    String message = "the answer is larger than swarm.llm.max-response-bytes (%d)".formatted(limit);
    return new Reply(new CallOutcome.Rejected(status, message), true);
  }

  /** An error whose body cannot be read is an error all the same: its status was read. */
  private Reply refused(Response.Whole response, Instant now) {
    ProviderError error =
        response.finish() == Finish.COMPLETE
            ? adapter.error(Json.parse(response.body().getBytes()))
            : ProviderError.NONE;
    Duration retryAfter = RetryAfterHeader.in(response.headers()::get, now);
    return classified(response.status(), error, retryAfter);
  }

  private Reply classified(int status, ProviderError error, @Nullable Duration retryAfter) {
    return Classifier.ofStatus(status, error, retryAfter, error.describe(status, provider, call));
  }

  private Reply whole(Response.Whole response) {
    return switch (response.finish()) {
      case COMPLETE ->
          adapter
              .answer(
                  Json.parse(response.body().getBytes()),
                  call.model(),
                  requestId(response.headers()))
              .map(answer -> Reply.of(new CallOutcome.Done(answer)))
              .orElseGet(() -> Reply.unknown("the response is not an answer's JSON"));
      case TOO_LARGE -> tooLarge(response.status());
      default -> unanswered.of(response.finish());
    };
  }

  private @Nullable String requestId(MultiMap headers) {
    return headers.get(adapter.requestIdHeader());
  }

  private Reply streamed(Response.Begun response, Pieces pieces) throws InterruptedException {
    StreamedAnswer answer = new StreamedAnswer(call.model(), requestId(response.headers()));
    SseParser parser = new SseParser(event -> adapter.event(event, answer));
    long read = 0;
    long told = 0;
    while (!answer.hasEnded() && answer.error().isEmpty()) {
      Buffer piece = pieces.next();
      if (piece == null) {
        return unanswered.of(pieces.finish());
      }
      parser.feed(piece);
      read += piece.length();
      if (isTooLarge(answer.length(), parser.held(), read)) {
        return tooLarge(response.status());
      }
      if (answer.outputTokens() > told) {
        told = answer.outputTokens();
        progress.progress(told);
      }
    }
    pieces.drain();
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
}
