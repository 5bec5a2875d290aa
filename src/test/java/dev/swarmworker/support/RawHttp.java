package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Locale;

/** HTTP as it is on the wire, for requests that no client would send. */
public final class RawHttp {

  private RawHttp() {}

  /** An answer, its head's lines in lower case. */
  public record Answer(int status, List<String> head, String body) {

    public boolean isProblem() {
      return head.contains("content-type: application/problem+json")
          && body.contains("\"status\":" + status)
          && body.contains("\"title\":")
          && body.contains("\"detail\":");
    }
  }

  /**
   * Sends a request without a body and reads until the server closes.
   *
   * @param line such as {@code GET /stats}
   * @param headers each without its line's end
   */
  public static Answer send(int port, String line, String... headers) {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(10_000);
      StringBuilder request = new StringBuilder(line).append(" HTTP/1.1\r\nHost: localhost\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      request.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer read(InputStream in) throws IOException {
    String all = new String(in.readAllBytes(), UTF_8);
    String[] parts = all.split("\r\n\r\n", 2);
    List<String> head = parts[0].toLowerCase(Locale.ROOT).lines().toList();
    return new Answer(Integer.parseInt(head.getFirst().substring(9, 12)), head, parts[1]);
  }
}
