package dev.swarmworker.local;

import dev.swarmworker.local.FakeDialect.Refusal;
import dev.swarmworker.local.FakeDirective.Fault;
import dev.swarmworker.local.FakeExchange.FakeCall;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One call that goes wrong, as {@link Fault} says. With a status, it is the error's body that goes
 * wrong instead of the answer's.
 */
final class FakeFaults {
  private static final int PIECES = 20;

  /** Stands where a huge body's filler goes. */
  private static final String MARK = "@";

  private final FakeExchange exchange;
  private final HttpServerResponse response;
  private final FakeCall call;

  FakeFaults(FakeExchange exchange, FakeCall call) {
    this.exchange = exchange;
    this.response = exchange.response();
    this.call = call;
  }

  void perform(Fault fault) {
    switch (fault) {
      case RESET -> reset();
      case CLOSE -> exchange.request().connection().close();
      case HANG -> {}
      case HALF_OPEN -> channel().config().setAutoRead(false);
      case DRIP -> exchange.write(body().iterator(), call.directive().pace(), response::end);
      case TRICKLE -> trickle();
      case TRUNCATE -> half(() -> exchange.request().connection().close());
      case STALL -> half(() -> {});
      case GARBAGE -> garbage("<<< this is no JSON >>>");
      case SHAPE ->
          garbage("{\"type\":\"surprise\",\"content\":{\"text\":[17]},\"choices\":\"none\"}");
      case HUGE -> huge();
      case ENDLESS_LINE -> endlessLine();
      case OVERLOADED -> overloaded();
    }
  }

  /** With a linger time of zero, the close is a reset. */
  private void reset() {
    channel().config().setOption(ChannelOption.SO_LINGER, 0);
    exchange.request().connection().close();
  }

  private Channel channel() {
    return ((ConnectionBase) exchange.request().connection()).channel();
  }

  /** The body in pieces, with the headers that announce them. */
  private List<String> body() {
    if (call.streams()) {
      exchange.openStream();
      return exchange.dialect().events(call.turn(), call.body());
    }
    String whole = whole(call.refusal(), call.turn());
    response.putHeader("Content-Length", Integer.toString(Buffer.buffer(whole).length()));
    return FakeDialect.pieces(whole, PIECES);
  }

  private String whole(Optional<Refusal> refusal, FakeTurn turn) {
    return refusal
        .map(exchange::open)
        .orElseGet(
            () -> {
              response.putHeader("Content-Type", "application/json");
              return exchange.dialect().answer(turn).encode();
            });
  }

  private void half(Runnable then) {
    List<String> pieces = body();
    exchange.write(pieces.subList(0, pieces.size() / 2).iterator(), Duration.ZERO, then);
  }

  /** What a reader passes over: spaces before the JSON, a comment before the events. */
  private void trickle() {
    List<String> body = call.streams() ? new ArrayList<>(List.of("\n\n")) : new ArrayList<>();
    body.addAll(body());
    response.headers().remove("Content-Length");
    response.setChunked(true);
    response.write(call.streams() ? ":" : " ");
    Duration pace = call.directive().pace();
    exchange.write(
        Stream.generate(() -> " ").limit(call.directive().trickles()).iterator(),
        pace,
        () -> exchange.write(body.iterator(), Duration.ZERO, response::end));
  }

  private void garbage(String nonsense) {
    if (call.streams()) {
      exchange.openStream();
      response.end("data: " + nonsense + "\n\n");
    } else {
      exchange.json(nonsense);
    }
  }

  private void huge() {
    if (call.streams()) {
      exchange.openStream();
      List<String> events = exchange.dialect().events(turn(MARK), call.body());
      String delta = events.stream().filter(event -> event.contains(MARK)).findFirst().orElse("");
      int middle = events.indexOf(delta);
      response.write(String.join("", events.subList(0, middle)));
      String end = String.join("", events.subList(middle + 1, events.size()));
      exchange.pour(delta.replace(MARK, "x".repeat(1 << 14)), call.directive().bytes(), end);
      return;
    }
    Optional<Refusal> marked =
        call.refusal().map(refusal -> new Refusal(refusal.status(), refusal.type(), MARK));
    String whole = whole(marked, turn(MARK));
    int middle = whole.indexOf(MARK);
    response.setChunked(true).write(whole.substring(0, middle));
    exchange.pour("x".repeat(1 << 16), call.directive().bytes(), whole.substring(middle + 1));
  }

  private FakeTurn turn(String text) {
    return new FakeTurn(call.turn().number(), call.turn().model(), text, "end_turn", 1, 1);
  }

  private void endlessLine() {
    exchange.openStream();
    response.write(exchange.dialect().events(call.turn(), call.body()).getFirst() + "data: ");
    exchange.pour("x".repeat(1 << 16), call.directive().bytes(), "");
  }

  private void overloaded() {
    Refusal refusal = new Refusal(529, "overloaded_error", "Overloaded");
    if (call.streams()) {
      half(() -> response.end(exchange.dialect().errorEvent(refusal)));
    } else {
      exchange.refuse(refusal, Duration.ZERO);
    }
  }
}
