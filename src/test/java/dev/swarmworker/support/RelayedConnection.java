package dev.swarmworker.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CopyOnWriteArrayList;

/** One connection through a {@link Relay}: a thread for each direction. */
final class RelayedConnection implements AutoCloseable {

  private static final int CHUNK = 64 << 10;

  private final Relay relay;
  private final Socket client;
  private final Socket server;

  /** Those whose pattern came over this connection. */
  private final CopyOnWriteArrayList<HeldReply> matched = new CopyOnWriteArrayList<>();

  RelayedConnection(Relay relay, Socket client, Socket server) {
    this.relay = relay;
    this.client = client;
    this.server = server;
  }

  void start() {
    Thread.ofVirtual().start(() -> run(this::passRequests));
    Thread.ofVirtual().start(() -> run(this::passReplies));
  }

  private interface Direction {
    void pass() throws IOException, InterruptedException;
  }

  private void run(Direction direction) {
    try {
      direction.pass();
    } catch (IOException e) {
      // One side is gone, and so the other is told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void passRequests() throws IOException, InterruptedException {
    InputStream in = client.getInputStream();
    OutputStream out = server.getOutputStream();
    byte[] chunk = new byte[CHUNK];
    Tail tail = new Tail();
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      relay.awaitPassing();
      tail.add(chunk, count);
      for (HeldReply hold : relay.holds()) {
        if (hold.matches(tail)) {
          matched.add(hold); // before the server can answer
        }
      }
      out.write(chunk, 0, count);
    }
  }

  private void passReplies() throws IOException, InterruptedException {
    InputStream in = server.getInputStream();
    OutputStream out = client.getOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      relay.awaitPassing();
      for (HeldReply hold : matched) {
        hold.awaitRelease();
      }
      out.write(chunk, 0, count);
    }
  }

  @Override
  public void close() {
    relay.ended(this);
    closeQuietly(client);
    closeQuietly(server);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use in any case.
    }
  }
}
