package dev.swarmworker.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A reader of the stream of events, as a browser is one. */
public final class LiveEvents implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final HttpResponse<Stream<String>> response;

  private LiveEvents(int port, String query, Optional<String> lastEventId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/events" + query))
            .header("Accept", "text/event-stream");
    lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
    try {
      response = client.send(request.build(), BodyHandlers.ofLines());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::read);
  }

  /** Opens a stream; returns once there is an answer. */
  public static LiveEvents open(int port, String query) {
    return new LiveEvents(port, query, Optional.empty());
  }

  /** Opens a stream that goes on where another ended. */
  public static LiveEvents resume(int port, String lastEventId) {
    return new LiveEvents(port, "", Optional.of(lastEventId));
  }

  private void read() {
    try (Stream<String> body = response.body()) {
      body.forEach(lines::add);
    } catch (UncheckedIOException e) {
      lines.add("closed");
    }
  }

  public int status() {
    return response.statusCode();
  }

  public String contentType() {
    return response.headers().firstValue("Content-Type").orElse("");
  }

  /** Every line so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The events so far. */
  public List<JsonNode> events() {
    return lines.stream()
        .filter(line -> line.startsWith("data:"))
        .map(line -> Topics.json(line.substring(5).getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /** The events' ids so far. */
  public List<String> ids() {
    return lines.stream()
        .filter(line -> line.startsWith("id:"))
        .map(line -> line.substring(3))
        .toList();
  }

  public List<Long> seqs() {
    return events().stream().map(event -> event.path("seq").asLong()).toList();
  }

  /** Goes away without a word, as a browser does. */
  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
