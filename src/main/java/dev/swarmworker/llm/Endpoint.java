package dev.swarmworker.llm;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;

/**
 * Somewhere that calls go to: the provider's words, a client, a breaker. Agents with the same base
 * URL share it, whatever their keys.
 *
 * @param name for people: protocol and base URL, without a secret
 * @param calls where calls are made
 * @param models where models are listed, which costs nothing
 */
record Endpoint(
    String name,
    Adapter adapter,
    HttpClient client,
    RequestOptions calls,
    RequestOptions models,
    Breaker breaker) {

  /** A base URL without the slash that it may end with. */
  static String trimmed(String baseUrl) {
    return baseUrl.endsWith("/") ? trimmed(baseUrl.substring(0, baseUrl.length() - 1)) : baseUrl;
  }
}
