package dev.swarmworker.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A network on which faults are put: passes bytes between clients and one server on the loopback.
 * Its port stays the same. Thread-safe.
 */
public final class Relay implements AutoCloseable {

  private final InetSocketAddress server;
  private final int port;
  private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
  private final CopyOnWriteArrayList<HeldReply> holds = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition passing = lock.newCondition();
  private boolean swallowing;
  private AutoCloseable door;
  private Thread acceptor;

  private Relay(int serverPort) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    ServerSocket listener = listen(0);
    port = listener.getLocalPort();
    door = listener;
  }

  /** Begins to pass everything to the server on this port. */
  public static Relay to(int serverPort) {
    return new Relay(serverPort);
  }

  /** Where clients connect. */
  public int port() {
    return port;
  }

  /** Lets everything pass again, also what was held back by {@link #swallow}. */
  public void pass() {
    lock.lock();
    try {
      swallowing = false;
      passing.signalAll();
      if (!(door instanceof ServerSocket)) {
        close(door);
        door = listen(port);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all connections; new ones are refused. */
  public void cut() {
    lock.lock();
    try {
      if (door instanceof ServerSocket) {
        close(door);
        awaitEndOf(acceptor); // the port is only then free
        door = reserved(port);
      }
    } finally {
      lock.unlock();
    }
    connections.forEach(RelayedConnection::close);
  }

  /** Keeps all connections and takes new ones, but delivers nothing, in neither direction. */
  public void swallow() {
    lock.lock();
    try {
      swallowing = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Delivers the next request in which these bytes occur, and from then on nothing more to its
   * client on that connection.
   *
   * @param pattern at most {@link HeldReply#LONGEST_PATTERN} bytes
   */
  public HeldReply holdReplyTo(byte[] pattern) {
    HeldReply hold = new HeldReply(pattern);
    holds.add(hold);
    return hold;
  }

  /** Connections open now. */
  public int connections() {
    return connections.size();
  }

  /** Waits while nothing is to be delivered. */
  void awaitPassing() throws InterruptedException {
    lock.lock();
    try {
      while (swallowing) {
        passing.await();
      }
    } finally {
      lock.unlock();
    }
  }

  Iterable<HeldReply> holds() {
    return holds;
  }

  void ended(RelayedConnection connection) {
    connections.remove(connection);
  }

  private ServerSocket listen(int wanted) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      acceptor = Thread.ofVirtual().name("relay").start(() -> accept(listener));
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bound, so that nobody else gets the port, and not listening, so that clients are refused. */
  private static SocketChannel reserved(int port) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(java.net.StandardSocketOptions.SO_REUSEADDR, true);
      return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket listener) {
    while (!listener.isClosed()) {
      try {
        connect(listener.accept());
      } catch (IOException e) {
        // Closed, or a client that is gone already.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket upstream = new Socket();
    try {
      upstream.connect(server);
    } catch (IOException e) {
      upstream.close();
      client.close();
      return;
    }
    RelayedConnection connection = new RelayedConnection(this, client, upstream);
    connections.add(connection);
    connection.start();
  }

  private static void awaitEndOf(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      close(door);
    } finally {
      lock.unlock();
    }
    connections.forEach(RelayedConnection::close);
  }
}
