package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.LlmStatus.BreakerState;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.LoggingScope;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/**
 * The endpoints called so far, each with one REST client, made at its first call. There are no more
 * than the configuration has named since the start: one that it names no longer may still be in a
 * call, and is kept, without connections once they have been idle. Safe for many threads.
 */
final class Endpoints implements AutoCloseable {
  private final PoolConfig pool;
  private final LlmConfig llm;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  Endpoints(PoolConfig pool, LlmConfig llm) {
    this.pool = pool;
    this.llm = llm;
  }

  /**
   * The endpoint of {@code provider}.
   *
   * @throws IllegalArgumentException if its base URL is none
   */
  Endpoint of(Agent.Provider provider) {
    URI baseUri = URI.create(Endpoint.trimmed(provider.baseUrl()));
    return endpoints.computeIfAbsent(
        provider.protocol() + " " + baseUri, key -> connect(provider.protocol(), baseUri));
  }

  private Endpoint connect(Agent.Protocol protocol, URI baseUri) {
    String name = protocol + " at " + withoutUser(baseUri);
    Adapter adapter = Adapter.of(protocol);
    return new Endpoint(
        name, adapter, adapter.connect(client(baseUri)), new Breaker(name, llm.breaker()));
  }

  private static String withoutUser(URI uri) {
    return uri.getRawUserInfo() == null
        ? uri.toString()
        : uri.toString().replace(uri.getRawUserInfo() + "@", "");
  }

  /**
   * HTTP/1.1, so that a connection is a call. No logging, whatever is configured for other clients:
   * the headers hold the key. No timeout for reading: the call has its own. No redirect: it would
   * take the key elsewhere.
   */
  private QuarkusRestClientBuilder client(URI baseUri) {
    return QuarkusRestClientBuilder.newBuilder()
        .baseUri(baseUri)
        .connectTimeout(pool.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .readTimeout(0, TimeUnit.MILLISECONDS)
        .followRedirects(false)
        .disableDefaultMapper(true)
        .loggingScope(LoggingScope.NONE)
        .userAgent("swarm-worker")
        .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, pool.max())
        .property(QuarkusRestClientProperties.CONNECTION_TTL, (int) pool.idleTimeout().toSeconds())
        .property(QuarkusRestClientProperties.KEEP_ALIVE_ENABLED, pool.keepAlive())
        .property(QuarkusRestClientProperties.HTTP2, false)
        .httpClientRequestCustomizer(HttpCall::onRequest);
  }

  Map<String, BreakerState> breakers() {
    Map<String, BreakerState> states = new TreeMap<>();
    endpoints.values().forEach(endpoint -> states.put(endpoint.name(), endpoint.breaker().state()));
    return states;
  }

  @Override
  public void close() {
    endpoints.values().forEach(endpoint -> endpoint.transport().close());
  }
}
