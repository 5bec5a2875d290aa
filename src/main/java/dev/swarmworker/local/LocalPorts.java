package dev.swarmworker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** Other ports for the application where its own are taken and nobody chose them on purpose. */
final class LocalPorts {
  /** Ports the application takes where it is told nothing. */
  static final Map<String, Integer> DEFAULTS =
      Map.of("quarkus.http.port", 8080, "quarkus.management.port", 9000);

  private LocalPorts() {}

  /** Configuration that leads past the ports that are taken; says so on the console. */
  static Map<String, String> avoidTaken(LocalSettings settings, Map<String, Integer> ports) {
    Map<String, String> configuration = new HashMap<>();
    ports.forEach(
        (key, port) -> {
          if (!settings.has(key) && !Ports.isFree(port)) {
            String other = Integer.toString(anyFree());
            configuration.put(key, other);
            System.out.println("Port " + port + " is taken: " + key + "=" + other);
          }
        });
    return configuration;
  }

  private static int anyFree() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(Ports.HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
