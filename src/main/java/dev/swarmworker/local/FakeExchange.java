package dev.swarmworker.local;

import dev.swarmworker.local.FakeDialect.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One call on its way out: the answer or the error, at its pace. */
final class FakeExchange {
  private static final String JSON = "application/json";

  private final Vertx vertx;
  private final FakeDialect dialect;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final String requestId;

  FakeExchange(Vertx vertx, FakeDialect dialect, HttpServerRequest request, String requestId) {
    this.vertx = vertx;
    this.dialect = dialect;
    this.request = request;
    this.response = request.response();
    this.requestId = requestId;
    response.putHeader(dialect.requestIdHeader(), requestId);
  }

  FakeDialect dialect() {
    return dialect;
  }

  HttpServerRequest request() {
    return request;
  }

  HttpServerResponse response() {
    return response;
  }

  /** Sends the provider's error. */
  void refuse(Refusal refusal, Duration latency) {
    after(latency, () -> response.end(open(refusal)));
  }

  /**
   * Status and headers of an error.
   *
   * @return the body that is to follow; a gateway's 502 and 504 are pages, as they are in life
   */
  String open(Refusal refusal) {
    response.setStatusCode(refusal.status());
    if (refusal.status() == 502 || refusal.status() == 504) {
      response.putHeader("Content-Type", "text/html");
      return "<html><body><h1>%d Bad Gateway</h1>%s</body></html>"
          .formatted(refusal.status(), refusal.message());
    }
    response.putHeader("Content-Type", JSON);
    return dialect.error(refusal, requestId).encode();
  }

  void answer(FakeTurn turn, Duration latency) {
    after(latency, () -> json(dialect.answer(turn).encode()));
  }

  /** The first event comes at once, the others spread over the latency. */
  void stream(List<String> events, Duration latency) {
    openStream();
    write(events.iterator(), latency.dividedBy(events.size()), response::end);
  }

  void openStream() {
    response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
    response.putHeader("Cache-Control", "no-cache");
  }

  void json(String body) {
    response.putHeader("Content-Type", JSON).end(body);
  }

  /** Writes the pieces, with a pause after each, and goes on unless the caller left. */
  void write(Iterator<String> pieces, Duration pace, Runnable then) {
    while (pieces.hasNext() && !response.closed()) {
      response.write(pieces.next());
      if (pace.toMillis() > 0) {
        after(pace, () -> write(pieces, pace, then));
        return;
      }
    }
    if (!response.closed()) {
      then.run();
    }
  }

  /** Writes as fast as the reader reads, so that the fake itself stays small. */
  void pour(String filler, long bytes, String end) {
    long left = bytes;
    while (left > 0 && !response.closed()) {
      if (response.writeQueueFull()) {
        long rest = left;
        response.drainHandler(drained -> pour(filler, rest, end));
        return;
      }
      response.write(filler);
      left -= filler.length();
    }
    if (!response.closed() && !response.ended()) {
      response.end(end);
    }
  }

  /** Goes on after a time, unless the caller left. */
  void after(Duration delay, Runnable step) {
    if (delay.toMillis() == 0) {
      step.run();
      return;
    }
    vertx.setTimer(
        delay.toMillis(),
        timer -> {
          if (!response.closed()) {
            step.run();
          }
        });
  }

  /**
   * What there is to know of a call.
   *
   * @param refusal the error that its directive asks for, which may go wrong as an answer does
   */
  record FakeCall(
      JsonObject body,
      FakeDirective directive,
      FakeTurn turn,
      Optional<Refusal> refusal,
      Duration latency) {
    /** Whether events answer it, and no whole body. */
    boolean streams() {
      return refusal.isEmpty() && body.getBoolean("stream", false);
    }
  }
}
