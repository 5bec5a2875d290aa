package dev.swarmworker.api;

import dev.swarmworker.history.EventHistory;
import dev.swarmworker.history.HistoryConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, as JSON or as a live stream. A stream reads with a cursor of its own; where it
 * is too slow it is told how many events it missed, and no task waits for it.
 */
@Path("/events")
public final class EventsResource {

  private static final String DEFAULT_LIMIT = "100";

  private final EventHistory history;
  private final EventIds ids;
  private final EventStream stream;
  private final AccessRule rule;
  private final Semaphore places;

  EventsResource(
      EventHistory history,
      EventIds ids,
      EventStream stream,
      EventStreamConfig config,
      AccessRule rule) {
    this.rule = rule;
    this.history = history;
    this.ids = ids;
    this.stream = stream;
    this.places = new Semaphore(config.maxStreams());
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public List<EventJson> recent(@QueryParam("limit") @DefaultValue(DEFAULT_LIMIT) String limit) {
    return history.recent(Limit.of(limit)).stream().map(EventJson::of).toList();
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RunOnVirtualThread
  public void stream(
      @QueryParam("limit") @DefaultValue(DEFAULT_LIMIT) String limit,
      @HeaderParam("Last-Event-ID") @Nullable String lastSeen,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context RoutingContext exchange)
      throws InterruptedException {
    EventStream.Start start = start(Limit.of(limit), lastSeen);
    if (!places.tryAcquire()) {
      throw new WebApplicationException(Problem.response(503, "all streams of events are taken"));
    }
    stream.open(start, sink, sse, () -> end(exchange));
  }

  /** How many events are kept from now on. */
  record Capacity(int capacity) {}

  /**
   * Keeps more of this worker's events while something is looked into, or fewer; until it restarts.
   * Those there are stay, as far as they have room.
   */
  @PUT
  @Path("/capacity")
  @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
  @RunOnVirtualThread
  public Response resize(@QueryParam("events") @DefaultValue("0") String events) {
    if (!rule.closed()) {
      return ClosedOnly.refusal();
    }
    int capacity = Limit.of(events);
    if (capacity < 1 || capacity > HistoryConfig.MOST) {
      return Problem.response(400, "events must be a whole number, 1 to " + HistoryConfig.MOST);
    }
    history.resize(capacity);
    return Response.ok(new Capacity(history.stats().capacity())).build();
  }

  /** A reader that takes nothing would otherwise hold its connection, and what waits for it. */
  private void end(RoutingContext exchange) {
    try {
      HangUp.on(exchange);
    } finally {
      places.release();
    }
  }

  private EventStream.Start start(int count, @Nullable String lastSeen) {
    if (lastSeen == null) {
      return new EventStream.Start(history.reader(count), "events");
    }
    OptionalLong seq = ids.seqOf(lastSeen);
    return seq.isPresent() && seq.getAsLong() <= history.stats().totalWritten()
        ? new EventStream.Start(history.readerAfter(seq.getAsLong()), "events")
        : new EventStream.Start(history.readerAfter(0), "another run, from its oldest event");
  }
}
