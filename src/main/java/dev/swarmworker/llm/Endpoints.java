package dev.swarmworker.llm;

import dev.swarmworker.agent.Agent;
import dev.swarmworker.llm.LlmStatus.BreakerState;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The endpoints called so far, each with one HTTP client, made at its first call. There are no more
 * than the configuration has named since the start: one that it names no longer may still be in a
 * call, and is kept, without connections once they have been idle. Safe for many threads.
 */
final class Endpoints implements AutoCloseable {
  private final Vertx vertx;
  private final PoolConfig pool;
  private final LlmConfig llm;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  Endpoints(Vertx vertx, PoolConfig pool, LlmConfig llm) {
    this.vertx = vertx;
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
        name,
        adapter,
        vertx.createHttpClient(clientOptions(name, baseUri), poolOptions()),
        request(HttpMethod.POST, baseUri, adapter.path()),
        request(HttpMethod.GET, baseUri, "/v1/models"),
        new Breaker(name, llm.breaker()));
  }

  private static RequestOptions request(HttpMethod method, URI baseUri, String path) {
    boolean tls = "https".equals(baseUri.getScheme());
    if (baseUri.getHost() == null) {
      throw new IllegalArgumentException("a base URL without a host");
    }
    int port = tls ? 443 : 80;
    return new RequestOptions()
        .setMethod(method)
        .setSsl(tls)
        .setHost(baseUri.getHost())
        .setPort(baseUri.getPort() < 0 ? port : baseUri.getPort())
        .setURI(baseUri.getRawPath() + path);
  }

  private static String withoutUser(URI uri) {
    return uri.getRawUserInfo() == null
        ? uri.toString()
        : uri.toString().replace(uri.getRawUserInfo() + "@", "");
  }

  /**
   * HTTP/1.1, so that a connection is a call. Certificates are those that the JVM trusts, and must
   * name the host. No time for reading: each call has its own. A redirect is not followed unless a
   * request says so: it would take the key elsewhere.
   */
  private HttpClientOptions clientOptions(String name, URI baseUri) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setMetricsName("http|" + name) // Quarkus takes the label clientName from it
            .setConnectTimeout((int) pool.connectTimeout().toMillis())
            .setKeepAlive(pool.keepAlive())
            .setKeepAliveTimeout((int) pool.idleTimeout().toSeconds());
    JvmProxy.set(options, String.valueOf(baseUri.getScheme()));
    return options;
  }

  private PoolOptions poolOptions() {
    return new PoolOptions().setHttp1MaxSize(pool.max());
  }

  Map<String, BreakerState> breakers() {
    Map<String, BreakerState> states = new TreeMap<>();
    endpoints.values().forEach(endpoint -> states.put(endpoint.name(), endpoint.breaker().state()));
    return states;
  }

  @Override
  public void close() {
    endpoints.values().forEach(endpoint -> endpoint.client().close());
  }
}
