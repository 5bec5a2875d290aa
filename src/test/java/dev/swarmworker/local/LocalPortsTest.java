package dev.swarmworker.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalPortsTest {
  private static final LocalSettings NONE = LocalSettings.of(Map.of());

  @Test
  void takenPort_isReplacedByAFreeOne() throws Exception {
    try (ServerSocket taken = listening()) {
      int port = taken.getLocalPort();

      Map<String, String> configuration = LocalPorts.avoidTaken(NONE, Map.of("port", port));

      assertThat(configuration).containsOnlyKeys("port");
      assertThat(Ports.isFree(Integer.parseInt(configuration.get("port")))).isTrue();
    }
  }

  @Test
  void freePort_isKept() throws Exception {
    int port;
    try (ServerSocket closed = listening()) {
      port = closed.getLocalPort();
    }
    assertThat(LocalPorts.avoidTaken(NONE, Map.of("port", port))).isEmpty();
  }

  @Test
  void portChosenOnPurpose_isKeptThoughTaken() throws Exception {
    try (ServerSocket taken = listening()) {
      LocalSettings chosen = LocalSettings.of(Map.of("port", "" + taken.getLocalPort()));
      assertThat(LocalPorts.avoidTaken(chosen, Map.of("port", taken.getLocalPort()))).isEmpty();
    }
  }

  private static ServerSocket listening() throws Exception {
    return new ServerSocket(0, 1, InetAddress.ofLiteral(Ports.HOST));
  }
}
