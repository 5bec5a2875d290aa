package dev.swarmworker.local;

import dev.swarmworker.local.FakeDialect.Refusal;
import dev.swarmworker.local.FakeExchange.FakeCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A provider of one's own: the Messages API of Anthropic and the chat completions API, with their
 * shapes, checks, limits and faults, over real HTTP on the loopback.
 *
 * <p>A directive in the prompt steers each call, see {@link FakeDirective}. {@code times=N} lets
 * the first N calls of its {@code id} go wrong and then answers. The figures are also served at
 * {@code GET /_fake/stats}, so that another process can read them.
 *
 * <p>Safe for many threads. Whoever starts it closes it.
 */
public final class FakeAnthropic implements AutoCloseable {
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

  private final Options options;
  private final FakeLimits limits;
  private final FakeStats stats = new FakeStats();
  private final FakeDialect messages = new FakeMessages();
  private final FakeDialect completions = new FakeOpenAi();
  private final Vertx vertx;
  private final HttpServer server;
  private int numbers;

  private FakeAnthropic(Options options) {
    this.options = options;
    this.limits = new FakeLimits(options, InstantSource.system());
    this.vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setInternalBlockingPoolSize(1));
    this.server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(options.port()))
            .connectionHandler(this::connected)
            .requestHandler(this::route);
  }

  /** Starts one on a free port. */
  public static FakeAnthropic start() {
    return start(Options.DEFAULTS);
  }

  /** Starts one. */
  public static FakeAnthropic start(Options options) {
    FakeAnthropic fake = new FakeAnthropic(options);
    await(fake.server.listen());
    return fake;
  }

  /** Where it is reached, without the API's path. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Calls received, whatever became of them. */
  public int calls() {
    return stats.calls();
  }

  /** Calls received whose directive has this id. */
  public int calls(String id) {
    return stats.calls(id);
  }

  /** Most calls that were in flight at once. */
  public int maxConcurrent() {
    return stats.figures().maxConcurrent();
  }

  /** Connections accepted since the start or the last {@link #reset}. */
  public int connectionsOpened() {
    return stats.figures().connectionsOpened();
  }

  /** Connections open now. */
  public int openConnections() {
    return stats.figures().openConnections();
  }

  /** Calls whose connection ended before their answer had, whoever ended it. */
  public int aborted() {
    return stats.figures().aborted();
  }

  /** All figures at one moment. */
  public Figures figures() {
    return stats.figures();
  }

  /** The last request of this id, or null; the newest 1000 ids are remembered. */
  public @Nullable Received lastRequest(String id) {
    return stats.last(id);
  }

  /** Forgets all calls, so that {@code times} counts anew. Open connections stay. */
  public void reset() {
    stats.reset();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private void connected(HttpConnection connection) {
    stats.connectionOpened();
    connection.closeHandler(closed -> stats.connectionClosed());
  }

  private void route(HttpServerRequest request) {
    switch (request.method().name() + " " + request.path()) {
      case "POST /v1/messages" -> receive(request, messages);
      case "POST /v1/chat/completions" -> receive(request, completions);
      case "GET /v1/models" -> send(request, models());
      case "GET /_fake/stats" -> send(request, stats.json());
      case "POST /_fake/reset" -> {
        reset();
        send(request, stats.json());
      }
      default -> exchange(request, messages).refuse(refusal(404, "Not found"), Duration.ZERO);
    }
  }

  private void receive(HttpServerRequest request, FakeDialect dialect) {
    request.body().onSuccess(body -> serve(request, dialect, body));
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
            numbers,
            body.getString("model"),
            prompt,
            dialect.maxTokens(body),
            directive.fault().filter(FakeDirective.Fault.HUGE::equals).isPresent()
                ? null
                : directive.output());
    FakeCall call = new FakeCall(body, directive, turn, directive.latency(options.latency()));
    if (!limited(request, exchange, turn)) {
      perform(request, exchange, dialect, call, directive.failsCall(nth));
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

  private static void perform(
      HttpServerRequest request,
      FakeExchange exchange,
      FakeDialect dialect,
      FakeCall call,
      boolean fails) {
    FakeDirective directive = call.directive();
    if (fails && directive.fault().isPresent()) {
      exchange.fail(directive.fault().get(), call);
    } else if (fails) {
      directive.get("retry-after").ifPresent(v -> request.response().putHeader("retry-after", v));
      exchange.refuse(steered(directive), call.latency());
    } else if (call.streaming()) {
      exchange.stream(dialect.events(call.turn(), call.body()), call.latency());
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
    request.headers().forEach((name, value) -> headers.put(lower(name), value));
    int nth = stats.began(id, new Received(Map.copyOf(headers), body.toString()));
    request.response().endHandler(end -> stats.ended());
    request
        .response()
        .closeHandler(
            closed -> {
              if (!request.response().ended()) {
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

  private static JsonObject models() {
    JsonObject model =
        JsonObject.of(
            "type", "model",
            "id", "claude-sonnet-4-5",
            "display_name", "Claude Sonnet 4.5",
            "created_at", "2025-09-29T00:00:00Z");
    return JsonObject.of(
        "data",
        JsonArray.of(model),
        "has_more",
        false,
        "first_id",
        "claude-sonnet-4-5",
        "last_id",
        "claude-sonnet-4-5");
  }

  private static void send(HttpServerRequest request, JsonObject body) {
    request.response().putHeader("Content-Type", "application/json").end(body.encode());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the fake provider does not start or stop", e);
    }
  }

  /**
   * How the fake behaves where a directive says nothing else.
   *
   * @param port 0 for a free one
   * @param latency of each answer
   * @param requestsPerMinute rate limit
   * @param inputTokensPerMinute rate limit
   * @param outputTokensPerMinute rate limit
   */
  public record Options(
      int port,
      Duration latency,
      int requestsPerMinute,
      int inputTokensPerMinute,
      int outputTokensPerMinute) {

    /** A free port, no latency, limits that nobody reaches. */
    public static final Options DEFAULTS =
        new Options(0, Duration.ZERO, 1_000_000_000, 2_000_000_000, 2_000_000_000);

    public Options withPort(int value) {
      return new Options(
          value, latency, requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute);
    }

    public Options withLatency(Duration value) {
      return new Options(
          port, value, requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute);
    }

    public Options withRequestsPerMinute(int value) {
      return new Options(port, latency, value, inputTokensPerMinute, outputTokensPerMinute);
    }

    public Options withTokensPerMinute(int input, int output) {
      return new Options(port, latency, requestsPerMinute, input, output);
    }
  }

  /**
   * A request as it came.
   *
   * @param headers names in lower case
   * @param body text
   */
  public record Received(Map<String, String> headers, String body) {}

  /**
   * What the fake saw.
   *
   * @param calls received
   * @param concurrent in flight
   * @param maxConcurrent most in flight at once
   * @param aborted whose connection ended before their answer had
   * @param connectionsOpened accepted
   * @param openConnections open
   */
  public record Figures(
      int calls,
      int concurrent,
      int maxConcurrent,
      int aborted,
      int connectionsOpened,
      int openConnections) {}
}
