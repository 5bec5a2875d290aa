package dev.swarmworker.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.swarmworker.history.CircularBuffer;
import dev.swarmworker.history.Event;
import dev.swarmworker.history.EventHistory;
import dev.swarmworker.history.EventReader;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, as JSON or as a live stream. A stream reads with a cursor of its own; where it
 * is too slow it is told how many events it missed, and no task waits for it.
 */
@Path("/events")
public final class EventsResource {

  private static final int AT_ONCE = 256;
  private static final int MAX_STREAMS = 64;

  /** Silence after which a comment is sent, so that proxies and we notice who has gone. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final EventHistory history;
  private final ObjectMapper json;
  private final Semaphore streams = new Semaphore(MAX_STREAMS);

  EventsResource(EventHistory history, ObjectMapper json) {
    this.history = history;
    this.json = json;
  }

  /** An event in the contract's words. Absent fields have no value. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EventJson(
      long seq,
      Instant at,
      String type,
      String workerId,
      @Nullable String taskId,
      @Nullable String agentId,
      @Nullable Integer attempt,
      @Nullable String detail) {

    static EventJson of(Event event) {
      return new EventJson(
          event.seq(),
          event.at(),
          event.type().wireName(),
          event.workerId(),
          event.taskId(),
          event.agentId(),
          event.attempt(),
          event.detail());
    }
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public List<EventJson> recent(@QueryParam("limit") @DefaultValue("100") String limit) {
    return history.recent(count(limit)).stream().map(EventJson::of).toList();
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RunOnVirtualThread
  public void stream(
      @QueryParam("limit") @DefaultValue("100") String limit,
      @HeaderParam("Last-Event-ID") @Nullable String lastSeen,
      @Context SseEventSink sink,
      @Context Sse sse)
      throws InterruptedException {
    EventReader reader =
        lastSeen == null ? history.reader(count(limit)) : history.readerAfter(seq(lastSeen));
    if (!streams.tryAcquire()) {
      throw new WebApplicationException(503);
    }
    try (sink) {
      while (!sink.isClosed()) {
        send(reader.take(AT_ONCE, KEEP_ALIVE), sink, sse);
      }
    } finally {
      streams.release();
    }
  }

  private void send(CircularBuffer.Slice<Event> slice, SseEventSink sink, Sse sse) {
    if (slice.missed() > 0) {
      deliver(sink, sse.newEventBuilder().comment("missed " + slice.missed()).build());
    }
    if (slice.values().isEmpty() && slice.missed() == 0) {
      deliver(sink, sse.newEventBuilder().comment("still here").build());
    }
    for (Event event : slice.values()) {
      deliver(
          sink,
          sse.newEventBuilder()
              .id(String.valueOf(event.seq()))
              .name(event.type().wireName())
              .data(String.class, text(event))
              .build());
    }
  }

  /** Waits until the event is written: this is where a slow reader is felt, and only here. */
  private static void deliver(SseEventSink sink, jakarta.ws.rs.sse.OutboundSseEvent event) {
    sink.send(event).toCompletableFuture().join();
  }

  private String text(Event event) {
    try {
      return json.writeValueAsString(EventJson.of(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event of strings and numbers is always JSON", e);
    }
  }

  private static int count(String limit) {
    long value = seq(limit);
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  private static long seq(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new WebApplicationException(e, 400);
    }
    throw new WebApplicationException(400);
  }
}
