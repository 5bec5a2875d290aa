package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A collector on loopback: takes spans over OTLP/HTTP and keeps them. */
public final class OtlpReceiver implements AutoCloseable {

  private final HttpServer server;
  private final Queue<Received> spans = new ConcurrentLinkedQueue<>();
  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

  /**
   * A span as it came.
   *
   * @param worker whose it is
   */
  public record Received(String worker, Span span) {

    public String name() {
      return span.getName();
    }

    public String traceId() {
      return hex(span.getTraceId().toByteArray());
    }

    public String spanId() {
      return hex(span.getSpanId().toByteArray());
    }

    public String parentId() {
      return hex(span.getParentSpanId().toByteArray());
    }

    private static String hex(byte[] id) {
      return HexFormat.of().formatHex(id);
    }
  }

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  /** Starts one on a port of the system's choice. */
  public static OtlpReceiver start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OtlpReceiver receiver = new OtlpReceiver(server);
      server.createContext("/v1/traces", receiver::take);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      bodies.add(new String(body, ISO_8859_1));
      ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(this::keep);
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void keep(ResourceSpans of) {
    String worker =
        of.getResource().getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.instance.id"))
            .map(KeyValue::getValue)
            .map(value -> value.getStringValue())
            .findFirst()
            .orElse("");
    of.getScopeSpansList()
        .forEach(scope -> scope.getSpansList().forEach(s -> spans.add(new Received(worker, s))));
  }

  /** All spans so far. */
  public List<Received> spans() {
    return List.copyOf(spans);
  }

  /** All requests so far, byte by byte. */
  public List<String> bodies() {
    return List.copyOf(bodies);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
