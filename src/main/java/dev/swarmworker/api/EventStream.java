package dev.swarmworker.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.swarmworker.history.CircularBuffer;
import dev.swarmworker.history.Event;
import dev.swarmworker.history.EventReader;
import jakarta.inject.Singleton;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Writes events to one client until it is gone, on a thread of its own. */
@Singleton
final class EventStream {

  private static final int AT_ONCE = 256;

  /** How soon a client that has gone is noticed. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ObjectMapper json;
  private final EventIds ids;
  private final EventStreamConfig config;

  EventStream(ObjectMapper json, EventIds ids, EventStreamConfig config) {
    this.json = json;
    this.ids = ids;
    this.config = config;
  }

  /**
   * Where a stream begins.
   *
   * @param greeting a comment that comes before all else
   */
  record Start(EventReader reader, String greeting) {}

  /**
   * Opens a stream and returns: the server has its own to do with the response once the call that
   * asked for it is over.
   *
   * @param over is run when the client has gone, or is too slow to be waited for
   */
  void open(Start start, SseEventSink sink, Sse sse, Runnable over) throws InterruptedException {
    boolean opened = false;
    try {
      // At once, so that the client sees its stream open also where there is no event yet.
      if (deliver(sink, comment(sse, start.greeting()))) {
        Thread.ofVirtual().name("events").start(() -> write(start.reader(), sink, sse, over));
        opened = true;
      }
    } finally {
      if (!opened) {
        end(sink, over);
      }
    }
  }

  private void write(EventReader reader, SseEventSink sink, Sse sse, Runnable over) {
    try {
      run(reader, sink, sse);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end(sink, over);
    }
  }

  private static void end(SseEventSink sink, Runnable over) {
    try {
      over.run(); // first: a sink that is closed waits for what its reader does not take
    } finally {
      sink.close();
    }
  }

  private void run(EventReader reader, SseEventSink sink, Sse sse) throws InterruptedException {
    Duration keepAlive = config.keepAlive();
    Duration look = LOOK.compareTo(keepAlive) < 0 ? LOOK : keepAlive;
    Duration silence = Duration.ZERO;
    boolean reached = true;
    while (reached && !sink.isClosed()) {
      CircularBuffer.Slice<Event> slice = reader.take(AT_ONCE, look);
      boolean quiet = slice.values().isEmpty() && slice.missed() == 0;
      silence = quiet ? silence.plus(look) : Duration.ZERO;
      if (silence.compareTo(keepAlive) >= 0) {
        silence = Duration.ZERO;
        reached = deliver(sink, comment(sse, "still here"));
      } else {
        reached = send(slice, sink, sse);
      }
    }
  }

  private boolean send(CircularBuffer.Slice<Event> slice, SseEventSink sink, Sse sse)
      throws InterruptedException {
    boolean reached =
        slice.missed() == 0 || deliver(sink, comment(sse, "missed " + slice.missed()));
    for (Event event : slice.values()) {
      reached = reached && deliver(sink, message(sse, event));
    }
    return reached;
  }

  /** Waits until it is written: this is where a slow reader is felt, and only here. */
  private boolean deliver(SseEventSink sink, OutboundSseEvent event) throws InterruptedException {
    try {
      sink.send(event)
          .toCompletableFuture()
          .get(config.patience().toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      return false; // gone, closed a moment ago, or not reading
    }
  }

  private static OutboundSseEvent comment(Sse sse, String text) {
    return sse.newEventBuilder().comment(text).build();
  }

  private OutboundSseEvent message(Sse sse, Event event) {
    return sse.newEventBuilder()
        .id(ids.of(event))
        .name(event.type().wireName())
        .data(String.class, text(event))
        .build();
  }

  private String text(Event event) {
    try {
      return json.writeValueAsString(EventJson.of(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event of strings and numbers is always JSON", e);
    }
  }
}
