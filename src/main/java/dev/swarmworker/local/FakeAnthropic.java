package dev.swarmworker.local;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
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
  private final FakeStats stats = new FakeStats();
  private final FakeDialect messages = new FakeMessages();
  private final FakeDialect completions = new FakeOpenAi();
  private final Vertx vertx;
  private final FakeCalls calls;
  private final HttpServer server;

  private FakeAnthropic(Options options) {
    this.vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setInternalBlockingPoolSize(1));
    this.calls = new FakeCalls(vertx, options, stats);
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

  /**
   * Bytes of the largest answer that has ended or was given up, as far as they were handed to its
   * connection; beyond those the caller read, that is what the buffers in between hold.
   */
  public long largestAnswer() {
    return stats.largestAnswer();
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
      case "POST /v1/messages" -> calls.receive(request, messages);
      case "POST /v1/chat/completions" -> calls.receive(request, completions);
      case "GET /v1/models" -> send(request, models());
      case "GET /_fake/stats" -> send(request, stats.json());
      case "POST /_fake/reset" -> {
        reset();
        send(request, stats.json());
      }
      default -> calls.notFound(request, messages);
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
