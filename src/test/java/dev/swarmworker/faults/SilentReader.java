package dev.swarmworker.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Opens a worker's stream of events and never reads from it. */
final class SilentReader implements AutoCloseable {

  private static final String REQUEST =
      "GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";

  private final Socket socket;

  /**
   * @param port of the worker's API
   */
  SilentReader(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
