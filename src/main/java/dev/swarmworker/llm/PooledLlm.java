package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.CallOutcome.Unknown;
import dev.swarmworker.llm.CallOutcome.Unknown.End;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Calls over pooled connections: a permit, the endpoint's breaker, the call's time limit, the
 * request, its response. All clients run on one event loop, which only moves bytes; everything else
 * happens on the calling thread.
 */
final class PooledLlm implements Llm, LlmStatus, AutoCloseable {
  private final LlmConfig config;
  private final Vertx vertx;
  private final InstantSource clock;
  private final Context loop;
  private final Endpoints endpoints;
  private final Connections connections;
  private final Bulkhead bulkhead;

  /**
   * A pool without connections.
   *
   * @throws IllegalArgumentException naming the key whose value is not allowed
   */
  PooledLlm(
      LlmConfig config, PoolConfig pool, PoolListener listener, Vertx vertx, InstantSource clock) {
    ConfigRules.check(config);
    ConfigRules.check(pool);
    this.config = config;
    this.vertx = vertx;
    this.clock = clock;
    this.loop = ((VertxInternal) vertx).createEventLoopContext();
    this.endpoints = new Endpoints(pool, config);
    this.connections = new Connections(pool.max());
    this.bulkhead = new Bulkhead(pool, listener);
  }

  @Override
  public CallOutcome call(
      Agent.Provider provider, Call call, TimeBounds bounds, ProgressListener progress)
      throws InterruptedException {
    Endpoint endpoint = endpoints.of(provider);
    boolean streamed = config.streaming() && call.maxTokens() >= config.streamingThreshold();
    byte[] body = endpoint.adapter().body(call, streamed);
    ReplyReader reader =
        new ReplyReader(
            endpoint.adapter(), provider, call, config.maxResponseBytes().asLongValue(), progress);
    long begun = System.nanoTime();
    if (!bulkhead.acquire(bounds.overall())) {
      return new NotMade(Reason.NO_PLACE, bulkhead.exhausted());
    }
    try {
      Duration left = bounds.overall().minusNanos(System.nanoTime() - begun);
      Duration timeout = left.compareTo(bounds.call()) < 0 ? left : bounds.call();
      if (!timeout.isPositive()) {
        return new NotMade(Reason.NO_PLACE, "no free connection in time");
      }
      Exchange exchange =
          new Exchange(
              endpoint,
              () -> endpoint.transport().post(provider.apiKey(), body),
              reader,
              timeout,
              streamed);
      return endpoint.breaker().call(() -> begun(exchange, progress)).outcome();
    } finally {
      bulkhead.release();
    }
  }

  private record Exchange(
      Endpoint endpoint,
      Supplier<Uni<? extends RestResponse<InputStream>>> request,
      ReplyReader reader,
      Duration timeout,
      boolean streamed) {}

  private Reply begun(Exchange exchange, ProgressListener progress) throws InterruptedException {
    progress.begun();
    return perform(exchange);
  }

  private Reply perform(Exchange exchange) throws InterruptedException {
    try (HttpCall http = new HttpCall(exchange.endpoint().name(), connections, loop)) {
      try {
        Optional<Reply> reply = TimeLimit.run(exchange.timeout(), () -> exchange(exchange, http));
        return reply.orElseGet(() -> Reply.of(timedOut(exchange, http)));
      } catch (InterruptedException e) {
        http.abort();
        throw e;
      }
    }
  }

  private Reply exchange(Exchange exchange, HttpCall http) throws InterruptedException {
    try {
      http.start(exchange.request());
      RestResponse<InputStream> head =
          exchange.streamed() ? http.head(config.firstByteTimeout()) : http.head();
      try (Body body = new Body(stream(head), http, vertx, config.idleTimeout())) {
        return exchange
            .reader()
            .read(head.getStatus(), head::getHeaderString, body, clock.instant());
      }
    } catch (ExecutionException e) {
      return failed(exchange.endpoint(), http, e);
    } catch (TimeoutException e) {
      return silent(exchange.endpoint(), http);
    }
  }

  /** As with a stream that stands still: it may be that only its answer does not come. */
  private static Reply silent(Endpoint endpoint, HttpCall http) {
    http.abort();
    return http.wasSent()
        ? Reply.unknown("no answer began within swarm.llm.first-byte-timeout")
        : Reply.unreachable("no connection to " + endpoint.name() + " in time");
  }

  private static InputStream stream(RestResponse<InputStream> head) {
    InputStream stream = head.getEntity();
    return stream == null ? InputStream.nullInputStream() : stream;
  }

  /** The kind of exception is said, its message is not: it may hold what was sent. */
  private static Reply failed(Endpoint endpoint, HttpCall http, ExecutionException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String kind = cause.getClass().getSimpleName();
    return http.wasSent()
        ? Reply.unknown("the connection broke before an answer came (" + kind + ")")
        : Reply.unreachable("no connection to " + endpoint.name() + " (" + kind + ")");
  }

  /** What a bound of the task's own has ended says nothing of the endpoint. */
  private CallOutcome timedOut(Exchange exchange, HttpCall http) {
    http.abort();
    boolean hurried = exchange.timeout().compareTo(config.timeout()) < 0;
    return http.wasSent()
        ? new Unknown(
            "no answer within " + exchange.timeout(), hurried ? End.HURRIED : End.TIMED_OUT)
        : new NotMade(
            hurried ? Reason.HURRIED : Reason.UNREACHABLE,
            "no connection to " + exchange.endpoint().name() + " in time");
  }

  /**
   * Makes the endpoint's client, without a connection.
   *
   * @throws IllegalArgumentException if the base URL is none
   */
  void prepare(Agent.Provider provider) {
    endpoints.of(provider);
  }

  /**
   * Opens connections by calls that cost nothing. They start in one turn of the event loop: one
   * after the other, they would share the first connection. They take no permits, so that they
   * never stand in a task's way; each client's own bound holds for them.
   *
   * @param count at most the pool's maximum
   * @return how many calls got an answer of any kind
   */
  int warm(Agent.Provider provider, int count) throws InterruptedException {
    Endpoint endpoint = endpoints.of(provider);
    List<HttpCall> calls =
        Stream.generate(() -> new HttpCall(endpoint.name(), connections, loop))
            .limit(count)
            .toList();
    loop.runOnContext(
        now ->
            calls.forEach(
                call -> call.start(() -> endpoint.transport().models(provider.apiKey()))));
    int answered = 0;
    for (HttpCall call : calls) {
      answered += answered(call) ? 1 : 0;
    }
    return answered;
  }

  private boolean answered(HttpCall call) throws InterruptedException {
    try (call;
        Watchdog _ = new Watchdog(vertx, config.idleTimeout(), call::abortSoon);
        Body body = new Body(stream(call.head()), call, vertx, config.idleTimeout())) {
      body.rest(1 << 20);
      return true;
    } catch (ExecutionException | Body.BrokenOff | Body.TooLarge e) {
      return false;
    }
  }

  @Override
  public PoolStats pool() {
    return connections.stats(bulkhead.waiting());
  }

  @Override
  public Map<String, BreakerState> breakers() {
    return endpoints.breakers();
  }

  @Override
  public void close() {
    endpoints.close();
  }
}
