package dev.swarmworker.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Two loopback ports for a broker, fixed before it starts because its settings name them.
 *
 * <p>They lie below the range from which the system takes ports for outgoing connections. While the
 * broker is down its clients keep connecting to its port; from within that range such a connection
 * can get the very port as its own, reach itself, and keep the broker from coming back.
 */
record Ports(int broker, int controller) {
  static final String HOST = "127.0.0.1";

  private static final int LOWEST = 20_000;
  private static final int BELOW = 32_000;
  private static final int TRIES = 1_000;

  static Ports free(RandomGenerator random) {
    int broker = freeOne(random);
    int controller = freeOne(random);
    return broker == controller ? free(random) : new Ports(broker, controller);
  }

  boolean stillFree() {
    return isFree(broker) && isFree(controller);
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freeOne(RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(LOWEST, BELOW);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port between " + LOWEST + " and " + BELOW);
  }
}
