package dev.swarmworker.local;

import dev.swarmworker.local.FakeAnthropic.Options;
import dev.swarmworker.local.FakeAnthropic.Received;
import dev.swarmworker.local.FakeDialect.Refusal;
import dev.swarmworker.local.FakeExchange.FakeCall;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that a provider would bill: each is counted, checked, held against the limits, and then
 * answered as its directive says. Used by one event loop only.
 */
final class FakeCalls {
  private static final int MAX_REQUEST_BYTES = 32 << 20;
  private static final Map<Integer, String> ERROR_TYPES =
      Map.of(
          400, "invalid_request_error",
          401, "authentication_error",
          402, "billing_error",
          403, "permission_error",
          404, "not_found_error",
          413, "request_too_large",
          429, "rate_limit_error",
          504, "timeout_error",
          529, "overloaded_error");

  private final Vertx vertx;
  private final Options options;
  private final FakeStats stats;
  private final FakeLimits limits;
  private int numbers;

  FakeCalls(Vertx vertx, Options options, FakeStats stats) {
    this.vertx = vertx;
    this.options = options;
    this.stats = stats;
    this.limits = new FakeLimits(options, InstantSource.system());
  }

  /** Takes a call in one provider's words. */
  void receive(HttpServerRequest request, FakeDialect dialect) {
    request.body().onSuccess(body -> serve(request, dialect, body));
  }

  /** Refuses what is no call of the API. */
  void notFound(HttpServerRequest request, FakeDialect dialect) {
    exchange(request, dialect).refuse(refusal(404, "Not found"), Duration.ZERO);
  }

  private void serve(HttpServerRequest request, FakeDialect dialect, Buffer bytes) {
    Optional<JsonObject> json = parse(bytes);
    String prompt = json.map(FakeDialect::prompt).orElse("");
    FakeDirective directive = FakeDirective.in(prompt);
    int nth = count(request, directive.id(), bytes);
    FakeExchange exchange = exchange(request, dialect);
    Optional<Refusal> refusal =
        bytes.length() > MAX_REQUEST_BYTES
            ? Optional.of(refusal(413, "Request exceeds the maximum size"))
            : json.map(body -> dialect.refusal(request, body))
                .orElse(Optional.of(refusal(400, "The request body is not valid JSON")));
    if (refusal.isPresent()) {
      exchange.refuse(refusal.get(), Duration.ZERO);
      return;
    }
    JsonObject body = json.orElseThrow();
    FakeTurn turn =
        FakeTurn.of(
            numbers, body.getString("model"), prompt, dialect.maxTokens(body), directive.output());
    if (!limited(request, exchange, turn)) {
      perform(exchange, call(body, directive, turn, directive.failsCall(nth)));
    }
  }

  private boolean limited(HttpServerRequest request, FakeExchange exchange, FakeTurn turn) {
    long wait = limits.take(turn.inputTokens());
    limits.describe(request.response());
    if (wait == 0) {
      limits.produced(turn.outputTokens());
      return false;
    }
    request.response().putHeader("retry-after", Long.toString(wait));
    exchange.refuse(refusal(429, "This request would exceed your rate limit"), Duration.ZERO);
    return true;
  }

  private FakeCall call(JsonObject body, FakeDirective directive, FakeTurn turn, boolean fails) {
    boolean refused = fails && directive.status() != 200;
    return new FakeCall(
        body,
        fails ? directive : FakeDirective.NONE,
        turn,
        refused ? Optional.of(steered(directive)) : Optional.empty(),
        directive.latency(options.latency()));
  }

  private static void perform(FakeExchange exchange, FakeCall call) {
    Optional<FakeDirective.Fault> fault = call.directive().fault();
    if (call.refusal().isPresent()) {
      call.directive()
          .get("retry-after")
          .ifPresent(value -> exchange.response().putHeader("retry-after", value));
    }
    if (fault.isPresent()) {
      exchange.after(call.latency(), () -> new FakeFaults(exchange, call).perform(fault.get()));
    } else if (call.refusal().isPresent()) {
      exchange.refuse(call.refusal().get(), call.latency());
    } else if (call.streams()) {
      exchange.stream(exchange.dialect().events(call.turn(), call.body()), call.latency());
    } else {
      exchange.answer(call.turn(), call.latency());
    }
  }

  private static Refusal steered(FakeDirective directive) {
    int status = directive.status();
    return refusal(status, directive.get("message").orElse("Status " + status + " was asked for"));
  }

  private static Refusal refusal(int status, String message) {
    return new Refusal(status, ERROR_TYPES.getOrDefault(status, "api_error"), message);
  }

  private int count(HttpServerRequest request, String id, Buffer body) {
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    int nth = stats.began(id, new Received(Map.copyOf(headers), body.toString()));
    HttpServerResponse response = request.response();
    response.endHandler(end -> stats.ended(response.bytesWritten()));
    response.closeHandler(
        closed -> {
          if (!response.ended()) {
            stats.aborted();
          }
        });
    return nth;
  }

  private FakeExchange exchange(HttpServerRequest request, FakeDialect dialect) {
    return new FakeExchange(vertx, dialect, request, "req_fake%08d".formatted(++numbers));
  }

  private static Optional<JsonObject> parse(Buffer body) {
    try {
      return Optional.of(body.toJsonObject());
    } catch (DecodeException | ClassCastException e) {
      return Optional.empty();
    }
  }
}
