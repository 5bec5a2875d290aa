package dev.swarmworker.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What can be reached of a worker at all, and by how many at once. */
class ListeningIT {

  private static final int CONNECTIONS = 4;
  private static final Duration SOON = Duration.ofSeconds(30);

  private static WorkerProcess worker;

  @BeforeAll
  static void start() {
    worker = Lonely.start(Map.of("QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS", "" + CONNECTIONS));
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/proc says who listens")
  void worker_listensOnItsTwoPortsAndNoOther() {
    assertThat(ListeningSockets.ports(worker.pid()))
        .containsExactlyInAnyOrder(worker.port(), worker.managementPort());
  }

  @Test
  void connectionBeyondTheLimit_isClosedUnanswered() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket socket = connect();
        open.add(socket);
        assertThat(status(socket)).as("connection %s", i).isEqualTo("200");
      }
      try (Socket oneTooMany = connect()) {
        assertThat(status(oneTooMany)).isEmpty();
      }
      assertThat(status(open.getFirst())).isEqualTo("200");

      open.getFirst().close();
      await()
          .atMost(SOON)
          .until(
              () -> {
                try (Socket next = connect()) {
                  return status(next).equals("200");
                }
              });
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), worker.port());
  }

  /** The status of an answer that leaves the connection open; empty where there is no answer. */
  private static String status(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    try {
      socket.getOutputStream().write("HEAD /agents HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return "";
        }
        head.append((char) next);
      }
      return head.substring(9, 12);
    } catch (SocketException e) {
      return "";
    }
  }
}
