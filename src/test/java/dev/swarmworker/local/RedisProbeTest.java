package dev.swarmworker.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a server's first words are taken for. */
class RedisProbeTest {

  private static final String WHO = "$18\r\nprocess_id:4711\r\n\r\n+OK\r\n";

  @Test
  void serverThatTakesCommands_namesItsProcess() throws IOException {
    assertThat(pidOfOneThatSays("+PONG\r\n" + WHO)).isEqualTo("4711");
  }

  @Test
  void serverThatLoadsItsData_isNotThereYet() throws IOException {
    assertThat(pidOfOneThatSays("-LOADING Redis is loading the dataset in memory\r\n" + WHO))
        .isEmpty();
  }

  @Test
  void nobody_isNotThere() throws IOException {
    int port;
    try (ServerSocket gone = server()) {
      port = gone.getLocalPort();
    }
    assertThat(RedisProbe.pidOf(port)).isEmpty();
  }

  private static String pidOfOneThatSays(String words) throws IOException {
    try (ServerSocket server = server()) {
      CompletableFuture<String> asked =
          CompletableFuture.supplyAsync(() -> sayOnce(server, words), Thread::startVirtualThread);
      String pid = RedisProbe.pidOf(server.getLocalPort());
      assertThat(asked.join()).startsWith("PING\r\n");
      return pid;
    }
  }

  /**
   * @return what it was asked
   */
  private static String sayOnce(ServerSocket server, String words) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(words.getBytes(US_ASCII));
      socket.shutdownOutput();
      // Closed unread, it would be reset.
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
