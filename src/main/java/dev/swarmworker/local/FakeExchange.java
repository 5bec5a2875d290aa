package dev.swarmworker.local;

import dev.swarmworker.local.FakeDialect.Refusal;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** One call on its way out: the answer or the error, with its latency and its fault. */
final class FakeExchange {
  private static final Duration DRIP = Duration.ofMillis(20);
  private static final int PIECES = 20;

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

  /** Sends the provider's error. A gateway's 502 and 504 are pages, as they are in life. */
  void refuse(Refusal refusal, Duration latency) {
    after(latency, () -> refuse(refusal));
  }

  private void refuse(Refusal refusal) {
    response.setStatusCode(refusal.status());
    if (refusal.status() == 502 || refusal.status() == 504) {
      response.putHeader("Content-Type", "text/html");
      response.end("<html><body><h1>" + refusal.status() + " Bad Gateway</h1></body></html>");
      return;
    }
    json(dialect.error(refusal, requestId).encode());
  }

  void answer(FakeTurn turn, Duration latency) {
    after(latency, () -> json(dialect.answer(turn).encode()));
  }

  /** The first event comes at once, the others spread over the latency. */
  void stream(List<String> events, Duration latency) {
    openStream();
    write(events.iterator(), latency.dividedBy(events.size()), response::end);
  }

  void fail(FakeDirective.Fault fault, FakeCall call) {
    after(call.latency(), () -> failNow(fault, call));
  }

  private void failNow(FakeDirective.Fault fault, FakeCall call) {
    switch (fault) {
      case RESET -> abort(true);
      case CLOSE -> abort(false);
      case HANG -> {}
      case DRIP -> write(body(call).iterator(), DRIP, response::end);
      case TRUNCATE -> half(call, () -> abort(false));
      case STALL -> half(call, () -> {});
      case GARBAGE -> json("<<< this is no JSON >>>\n\n");
      case SHAPE ->
          json("{\"type\":\"surprise\",\"content\":{\"text\":[17]},\"choices\":\"none\"}");
      case HUGE -> huge(call);
      case OVERLOADED -> overloaded(call);
    }
  }

  /** The answer's bytes in pieces, with the headers that announce them. */
  private List<String> body(FakeCall call) {
    if (call.streaming()) {
      openStream();
      return dialect.events(call.turn(), call.body());
    }
    String whole = dialect.answer(call.turn()).encode();
    response.putHeader("Content-Type", "application/json");
    response.putHeader("Content-Length", Integer.toString(Buffer.buffer(whole).length()));
    return FakeDialect.pieces(whole, PIECES);
  }

  private void half(FakeCall call, Runnable then) {
    List<String> pieces = body(call);
    write(pieces.subList(0, pieces.size() / 2).iterator(), Duration.ZERO, then);
  }

  private void overloaded(FakeCall call) {
    Refusal refusal = new Refusal(529, "overloaded_error", "Overloaded");
    if (!call.streaming()) {
      refuse(refusal);
      return;
    }
    half(call, () -> response.end(dialect.errorEvent(refusal)));
  }

  private void huge(FakeCall call) {
    FakeTurn shell = new FakeTurn(call.turn().number(), call.turn().model(), "@", "end_turn", 1, 1);
    if (call.streaming()) {
      openStream();
      List<String> events = dialect.events(shell, call.body());
      String delta = events.stream().filter(event -> event.contains("@")).findFirst().orElse("");
      int middle = events.indexOf(delta);
      response.write(String.join("", events.subList(0, middle)));
      String end = String.join("", events.subList(middle + 1, events.size()));
      pour(delta.replace("@", "x".repeat(1 << 14)), call.directive().hugeSize(), end);
      return;
    }
    String whole = dialect.answer(shell).encode();
    int middle = whole.indexOf('@');
    response.setChunked(true).putHeader("Content-Type", "application/json");
    response.write(whole.substring(0, middle));
    pour("x".repeat(1 << 16), call.directive().hugeSize(), whole.substring(middle + 1));
  }

  /** Writes as fast as the reader reads, so that the fake itself stays small. */
  private void pour(String filler, long bytes, String end) {
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

  private void openStream() {
    response.setChunked(true).putHeader("Content-Type", "text/event-stream; charset=utf-8");
    response.putHeader("Cache-Control", "no-cache");
  }

  private void json(String body) {
    response.putHeader("Content-Type", "application/json").end(body);
  }

  private void write(Iterator<String> pieces, Duration pace, Runnable then) {
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

  private void after(Duration delay, Runnable step) {
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

  /** With a linger time of zero, the close is a reset. */
  private void abort(boolean reset) {
    if (reset && request.connection() instanceof ConnectionBase connection) {
      connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    request.connection().close();
  }

  /** What a fault needs to know of its call. */
  record FakeCall(JsonObject body, FakeDirective directive, FakeTurn turn, Duration latency) {
    boolean streaming() {
      return body.getBoolean("stream", false);
    }
  }
}
