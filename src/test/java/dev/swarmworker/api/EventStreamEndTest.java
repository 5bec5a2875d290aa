package dev.swarmworker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.swarmworker.history.EventHistory;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.Test;

/** What becomes of a stream's connection, whatever goes wrong at its end. */
class EventStreamEndTest {

  private final EventStreamConfig config =
      new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(EventStreamConfig.class)
          .build()
          .getConfigMapping(EventStreamConfig.class);

  private final EventStream stream =
      new EventStream(new ObjectMapper(), new EventIds("run"), config);

  /** Takes nothing any more. */
  private static final class GoneSink implements SseEventSink {

    private boolean closed;

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
      throw new IllegalStateException("gone");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void hangUpThatFails_closesItsSinkAllTheSame() {
    GoneSink sink = new GoneSink();
    EventHistory history = new EventHistory("w", InstantSource.system(), 1);

    assertThatThrownBy(
            () ->
                stream.open(
                    new EventStream.Start(history.reader(0), "events"),
                    sink,
                    new SseImpl(),
                    () -> {
                      throw new IllegalArgumentException("no way to hang up");
                    }))
        .hasMessage("no way to hang up");

    assertThat(sink.isClosed()).isTrue();
  }
}
