package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** One command to a Redis on the loopback, as an operator types it. */
public final class RedisShell {

  private static final int TIMEOUT_MILLIS = 10_000;

  private RedisShell() {}

  /**
   * Sends a command and gives its reply.
   *
   * @return a status, a number as text, an array's length, or a string; empty where there is no
   *     value
   * @throws IllegalStateException Redis refused it
   */
  public static String run(int port, String... words) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        request.append('$').append(word.getBytes(UTF_8).length).append("\r\n");
        request.append(word).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      return reply(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reply(InputStream in) throws IOException {
    String line = line(in);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':', '*' -> rest;
      case '$' -> rest.equals("-1") ? "" : new String(in.readNBytes(Integer.parseInt(rest)), UTF_8);
      default -> throw new IllegalStateException(line);
    };
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new IOException("Redis closed the connection");
      }
      line.append((char) next);
    }
    in.read();
    return line.toString();
  }
}
