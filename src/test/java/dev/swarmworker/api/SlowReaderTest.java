package dev.swarmworker.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.LocalResource;
import dev.swarmworker.history.EventHistory;
import dev.swarmworker.history.EventType;
import dev.swarmworker.support.Quick;
import dev.swarmworker.support.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Readers that open a stream of events and never read from it. */
@QuarkusTest
@QuarkusTestResource(LocalResource.class)
@TestProfile(Quick.class)
class SlowReaderTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** Longer than the streams of one look keep their places after it. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  private static final int RECEIVED = 256 * 1024;
  private static final int FLOOD = 20_000;
  private static final String LARGE = "x".repeat(10_000);

  @Inject EventHistory history;

  @ConfigProperty(name = "swarm.events.patience")
  Duration patience;

  @Test
  void readersThatNeverRead_costNoTaskItsTime_noMemory_andNoConnectionForLong() throws Exception {
    long heap = usedHeap();
    List<Socket> readers = new ArrayList<>();
    try (Topics topics = new Topics(LocalResource.kafka().bootstrapServers())) {
      for (int i = 0; i < Quick.STREAMS; i++) {
        readers.add(stuck());
      }
      await().atMost(SOON).until(() -> streamStatus() == 503);

      long begun = System.nanoTime();
      for (int i = 0; i < FLOOD; i++) {
        history.append(EventType.ALERT_RAISED, null, null, null, LARGE);
      }
      Duration flood = Duration.ofNanos(System.nanoTime() - begun);
      topics.send("{'id':'slow-reader','type':'coding','objective':'[fake id=slow-reader]'}");
      await().atMost(SOON).until(() -> topics.resultOf("slow-reader") != null);

      assertThat(flood).as("a writer that waited once would be slower").isLessThan(patience);
      assertThat(topics.resultOf("slow-reader").path("executionTime").asLong())
          .isLessThan(patience.toMillis());
      assertThat(usedHeap() - heap)
          .as("of %d MB written, the events kept", FLOOD * LARGE.length() / 1_000_000)
          .isLessThan(60_000_000);
      await("the place of each is free")
          .atMost(SOON)
          .pollInterval(LOOK)
          .until(this::allPlacesAreFree);
      await("the connection of each ends, though it never reads")
          .atMost(SOON)
          .until(() -> readers.stream().allMatch(SlowReaderTest::hasEnded));
    } finally {
      for (Socket reader : readers) {
        reader.close();
      }
    }
  }

  /**
   * A stream that is never read. Its client takes in little, but more than a segment: else the
   * system may wait for minutes before it sends the rest to who reads on in the end.
   */
  private static Socket stuck() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVED);
    socket.connect(new InetSocketAddress("localhost", RestAssured.port));
    String request = "GET /events?limit=0 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return socket;
  }

  /** Seen without reading: a reader that reads after all lets an end come that else would not. */
  private static boolean hasEnded(Socket reader) {
    try {
      reader.getOutputStream().write('\n');
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private boolean allPlacesAreFree() throws IOException {
    List<Socket> others = new ArrayList<>();
    try {
      for (int i = 0; i < Quick.STREAMS; i++) {
        Socket socket = stuck();
        others.add(socket);
        socket.setSoTimeout(5_000);
        byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        if (!new String(head, UTF_8).endsWith("200")) {
          return false;
        }
      }
      return true;
    } finally {
      for (Socket socket : others) {
        socket.close();
      }
    }
  }

  private static int streamStatus() throws IOException {
    try (Socket socket = stuck()) {
      socket.setSoTimeout(5_000);
      byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return Integer.parseInt(new String(head, UTF_8).substring(9));
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
