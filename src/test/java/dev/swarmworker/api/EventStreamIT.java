package dev.swarmworker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.LiveEvents;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams of events of the packaged worker. */
class EventStreamIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void openStream_doesNotHoldTheWorkerUp() throws IOException {
    int port = freePort();
    Map<String, String> settings = Map.of("QUARKUS_HTTP_PORT", String.valueOf(port));
    try (LocalEnvironment environment = LocalEnvironment.start();
        WorkerProcess worker = WorkerProcess.ready("streaming", environment, settings);
        LiveEvents stream = LiveEvents.open(port, "")) {
      await().atMost(SOON).until(() -> stream.lines().contains("event:worker.started"));

      worker.terminate();

      assertThat(worker.awaitExit(SOON)).as(worker.log()).isIn(0, 143);
      assertThat(worker.log()).doesNotContain("ERROR");
    }
  }

  @Test
  void streamResumedAfterARestart_missesNothingOfTheNewRun() throws IOException {
    int port = freePort();
    Map<String, String> settings = Map.of("QUARKUS_HTTP_PORT", String.valueOf(port));
    try (LocalEnvironment environment = LocalEnvironment.start()) {
      String last;
      try (WorkerProcess worker = WorkerProcess.ready("resumed", environment, settings);
          LiveEvents stream = LiveEvents.open(port, "")) {
        await().atMost(SOON).until(() -> stream.lines().contains("event:worker.started"));
        last = stream.ids().getLast();
        worker.terminate();
        worker.awaitExit(SOON);
      }
      try (WorkerProcess worker = WorkerProcess.ready("resumed", environment, settings);
          LiveEvents stream = LiveEvents.resume(port, last)) {
        await().atMost(SOON).until(() -> stream.lines().contains("event:worker.started"));

        assertThat(stream.seqs().getFirst()).as(worker.log()).isEqualTo(1);
        assertThat(stream.lines()).contains(":another run, from its oldest event");
        assertThat(stream.ids()).doesNotContain(last);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
