package dev.swarmworker.llm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An endpoint to which no connection is ever made: its queue of waiting ones is full. */
final class SilentEndpoint implements AutoCloseable {
  private static final int MOST = 64;

  private final ServerSocket server;
  private final List<Socket> waiting = new ArrayList<>();

  SilentEndpoint() throws IOException {
    this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    for (int i = 0; i < MOST; i++) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    throw new IllegalStateException("the queue does not fill");
  }

  String baseUrl() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    server.close();
  }
}
