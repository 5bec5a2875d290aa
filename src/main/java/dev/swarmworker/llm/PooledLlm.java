package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.CallOutcome.NotMade;
import dev.swarmworker.llm.CallOutcome.NotMade.Reason;
import dev.swarmworker.llm.HttpCall.Limits;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Calls over pooled connections: a permit, the endpoint's breaker, the exchange of a request and
 * its response. All clients run on one event loop, which moves bytes and keeps time; everything
 * else happens on the calling thread.
 */
final class PooledLlm implements Llm, LlmStatus, AutoCloseable {
  private static final int MAX_MODELS_BYTES = 1 << 20;

  private final LlmConfig config;
  private final InstantSource clock;
  private final ContextInternal loop;
  private final Endpoints endpoints;
  private final Connections connections;
  private final Bulkhead bulkhead;

  /**
   * A pool without connections.
   *
   * @param loop on which the calls run
   * @throws IllegalArgumentException naming the key whose value is not allowed
   */
  PooledLlm(
      LlmConfig config,
      PoolConfig pool,
      PoolListener listener,
      Vertx vertx,
      Context loop,
      InstantSource clock) {
    ConfigRules.check(config);
    ConfigRules.check(pool);
    this.config = config;
    this.clock = clock;
    this.loop = (ContextInternal) loop;
    this.endpoints = new Endpoints(vertx, pool, config);
    this.connections = new Connections(pool.max());
    this.bulkhead = new Bulkhead(pool, listener);
  }

  @Override
  public CallOutcome call(
      Agent.Provider provider, Call call, TimeBounds bounds, ProgressListener progress)
      throws InterruptedException {
    Endpoint endpoint = endpoints.of(provider);
    boolean streamed = config.streaming() && call.maxTokens() >= config.streamingThreshold();
    Outgoing outgoing = Outgoing.call(provider.apiKey(), endpoint.adapter().body(call, streamed));
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
      Limits limits = limits(timeout, streamed);
      ReplyReader reader =
          new ReplyReader(
              endpoint.adapter(),
              provider,
              call,
              new Unanswered(endpoint.name(), timeout, timeout.compareTo(config.timeout()) < 0),
              limits.bytes(),
              progress);
      return endpoint
          .breaker()
          .call(
              () -> {
                progress.begun();
                return perform(endpoint, outgoing, limits, reader);
              })
          .outcome();
    } finally {
      bulkhead.release();
    }
  }

  private Limits limits(Duration timeout, boolean streamed) {
    return new Limits(
        timeout,
        streamed ? config.firstByteTimeout() : null,
        config.idleTimeout(),
        config.maxResponseBytes().asLongValue());
  }

  private Reply perform(Endpoint endpoint, Outgoing outgoing, Limits limits, ReplyReader reader)
      throws InterruptedException {
    try (HttpCall http = new HttpCall(endpoint, outgoing, limits, connections, loop)) {
      http.start();
      return reader.read(http.response(), http, clock.instant());
    }
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
    Outgoing outgoing = Outgoing.models(provider.apiKey());
    Limits limits = new Limits(config.idleTimeout(), null, config.idleTimeout(), MAX_MODELS_BYTES);
    List<HttpCall> calls =
        Stream.generate(() -> new HttpCall(endpoint, outgoing, limits, connections, loop))
            .limit(count)
            .toList();
    loop.runOnContext(now -> calls.forEach(HttpCall::begin));
    int answered = 0;
    for (HttpCall call : calls) {
      try (call) {
        answered += call.response() instanceof Response.Whole ? 1 : 0;
      }
    }
    return answered;
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
