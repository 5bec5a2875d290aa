package dev.swarmworker.local;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls a fake provider as Anthropic's is called. */
final class FakeCaller implements AutoCloseable {
  private final String baseUrl;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  FakeCaller(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  /** The body of a request with this prompt. */
  static JsonObject request(String text) {
    return JsonObject.of(
        "model",
        "claude-test",
        "max_tokens",
        100,
        "messages",
        JsonArray.of(JsonObject.of("role", "user", "content", text)));
  }

  HttpRequest http(JsonObject body) {
    return HttpRequest.newBuilder(URI.create(baseUrl + "/v1/messages"))
        .header("x-api-key", "k")
        .header("anthropic-version", "2023-06-01")
        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
        .build();
  }

  HttpResponse<String> post(JsonObject body) throws IOException, InterruptedException {
    return send(http(body), BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(request, handler);
  }

  @Override
  public void close() {
    client.close();
  }
}
