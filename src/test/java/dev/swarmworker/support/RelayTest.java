package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private ServerSocket echo;
  private Relay relay;
  private Socket client;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    relay = Relay.to(echo.getLocalPort());
    client = connect();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    relay.close();
    echo.close();
  }

  private void serve() {
    while (!echo.isClosed()) {
      try {
        Socket one = echo.accept();
        Thread.ofVirtual().start(() -> echo(one));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void echo(Socket one) {
    try (one) {
      one.getInputStream().transferTo(one.getOutputStream());
    } catch (IOException e) {
      // gone
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private void send(String text) throws IOException {
    client.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private String receive(int count) {
    try {
      return new String(client.getInputStream().readNBytes(count), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void passes_bothWays() throws IOException {
    send("hello");
    assertThat(receive(5)).isEqualTo("hello");
  }

  @Test
  void cut_endsConnections_andRefusesNewOnes_untilItPassesAgain() throws IOException {
    send("hello");
    receive(5);
    relay.cut();

    assertThat(client.getInputStream().read()).isEqualTo(-1);
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    assertThat(relay.connections()).isZero();

    relay.pass();
    client = connect();
    send("again");
    assertThat(receive(5)).isEqualTo("again");
  }

  @Test
  void swallow_deliversNothing_untilItPassesAgain() throws IOException {
    relay.swallow();
    send("hello");
    client.setSoTimeout(300);
    assertThatThrownBy(() -> receive(5)).hasCauseInstanceOf(SocketTimeoutException.class);

    relay.pass();
    client.setSoTimeout(10_000);
    assertThat(receive(5)).isEqualTo("hello");
  }

  @Test
  void heldReply_hasReachedTheServer_andWaitsForItsRelease() throws IOException {
    HeldReply held = relay.holdReplyTo("needle".getBytes(US_ASCII));
    send("hay");
    assertThat(receive(3)).isEqualTo("hay");
    send("nee");
    assertThat(receive(3)).isEqualTo("nee");
    send("dle");
    held.awaitRequest(SOON);
    client.setSoTimeout(300);
    assertThatThrownBy(() -> receive(3)).hasCauseInstanceOf(SocketTimeoutException.class);

    held.release();
    client.setSoTimeout(10_000);
    assertThat(receive(3)).isEqualTo("dle");
    send("needle");
    assertThat(receive(6)).isEqualTo("needle");
  }

  @Test
  void requestBeforeTheHold_isNotTheOneMeant() throws IOException {
    send("needle");
    assertThat(receive(6)).isEqualTo("needle");
    HeldReply held = relay.holdReplyTo("needle".getBytes(US_ASCII));
    send("hay");
    assertThat(receive(3)).isEqualTo("hay");
    send("needle");
    held.awaitRequest(SOON);
  }

  @Test
  void serverThatIsAway_endsTheClientsConnection() throws IOException {
    echo.close();
    try (Socket late = connect()) {
      assertThat(late.getInputStream().read()).isEqualTo(-1);
    }
    await().atMost(SOON).until(() -> relay.connections() <= 1);
  }
}
