package dev.swarmworker.llm;

import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a request and its response. All of it happens on the event loop, its bounds in
 * time included, while the thread that made this waits: once in {@link #response}, and for a stream
 * in {@link #next}. What ends by itself has given its connection back before the thread hears of
 * it; {@link #close} ends what has not.
 *
 * <p>Whether the provider may have got the request is certain: from the moment on in which it has a
 * connection. A call that is over before that leaves the connection, once it is made, to others.
 * One that is over later closes its connection if something of the response is still to come, but
 * never one that is another call's by then.
 */
final class HttpCall implements Pieces, AutoCloseable {
  private static final CharSequence AGENT = HttpHeaders.createOptimized("swarm-worker");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence ANSWERS =
      HttpHeaders.createOptimized("application/json, text/event-stream");

  /** Of an error's body; of what it says some hundred characters are used. */
  private static final int MAX_ERROR_BYTES = 64 << 10;

  private static final Duration MAX_ERROR_TIME = Duration.ofSeconds(2);
  private static final Duration MAX_DRAIN_TIME = Duration.ofSeconds(1);

  private static final Buffer NOTHING = Buffer.buffer();

  private final Endpoint endpoint;
  private final Outgoing outgoing;
  private final Limits limits;
  private final Connections connections;
  private final ContextInternal loop;
  private final Inbox inbox = new Inbox();

  // The event loop's
  private final Alarm end;
  private final Alarm patience;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private Response.Kind kind = Response.Kind.ERROR;
  private @Nullable Buffer body;
  private String failure = "";
  private boolean sent;
  private boolean drains;
  private boolean over;

  /**
   * What a call may take.
   *
   * @param whole its time
   * @param begin the time until its response begins, or null: no bound of its own
   * @param still the time in which nothing more of its response comes
   * @param bytes of an answer that is no stream
   */
  record Limits(Duration whole, @Nullable Duration begin, Duration still, long bytes) {}

  HttpCall(
      Endpoint endpoint,
      Outgoing outgoing,
      Limits limits,
      Connections connections,
      ContextInternal loop) {
    this.endpoint = endpoint;
    this.outgoing = outgoing;
    this.limits = limits;
    this.connections = connections;
    this.loop = loop;
    this.end = new Alarm(loop.nettyEventLoop());
    this.patience = new Alarm(loop.nettyEventLoop());
  }

  // ---- For the thread that waits

  /** Begins it. Once only. */
  void start() {
    loop.runOnContext(now -> begin());
  }

  /** Waits for what comes of it. */
  Response response() throws InterruptedException {
    return inbox.response();
  }

  @Override
  public @Nullable Buffer next() throws InterruptedException {
    return inbox.next(() -> loop.runOnContext(now -> resume()));
  }

  @Override
  public Finish finish() {
    return inbox.finish();
  }

  @Override
  public void drain() throws InterruptedException {
    if (!inbox.hasEnded()) {
      loop.runOnContext(now -> dropTheRest());
      inbox.awaitEnd();
    }
  }

  /**
   * Ends it if it has not ended, and waits for that, so that a permit is not passed on before its
   * connection is free. The loop of a worker that shuts down may be gone: nobody waits long.
   */
  @Override
  public void close() {
    if (inbox.hasEnded()) {
      return;
    }
    CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    try {
      loop.runOnContext(
          now -> {
            stop(Finish.ABORTED);
            ended.complete(null);
          });
    } catch (RejectedExecutionException e) {
      return;
    }
    ended.completeOnTimeout(null, 5, TimeUnit.SECONDS).join();
  }

  // ---- On the event loop

  /** Asks for a connection. */
  void begin() {
    connections.connecting(endpoint.name());
    end.set(limits.whole(), () -> stop(Finish.TIMED_OUT));
    if (limits.begin() != null) {
      patience.set(limits.begin(), () -> stop(Finish.NOT_BEGUN));
    }
    try {
      endpoint
          .client()
          .request(outgoing.isCall() ? endpoint.calls() : endpoint.models())
          .onComplete(this::connected);
    } catch (IllegalStateException closed) {
      connections.failed(endpoint.name());
      broken(closed);
    }
  }

  private void connected(AsyncResult<HttpClientRequest> result) {
    if (result.failed()) {
      connections.failed(endpoint.name());
      broken(result.cause());
      return;
    }
    HttpClientRequest got = result.result();
    request = got;
    connections.using(endpoint.name(), got);
    got.exceptionHandler(
        told -> {}); // the response's end tells us; without it Vert.x logs an error
    if (over) {
      giveBack(got, true);
      return;
    }
    try {
      send(got);
    } catch (RuntimeException unsendable) {
      broken(unsendable);
    }
  }

  private void send(HttpClientRequest got) {
    MultiMap headers = got.headers();
    headers.set(HttpHeaders.USER_AGENT, AGENT);
    endpoint.adapter().authorize(headers, outgoing.apiKey());
    if (outgoing.isCall()) {
      headers.set(HttpHeaders.CONTENT_TYPE, JSON).set(HttpHeaders.ACCEPT, ANSWERS);
      sent = true;
      got.send(outgoing.takeBody()).onComplete(this::begun);
    } else {
      headers.set(HttpHeaders.ACCEPT, JSON);
      sent = true;
      got.send().onComplete(this::begun);
    }
  }

  private void begun(AsyncResult<HttpClientResponse> result) {
    if (result.failed()) {
      broken(result.cause());
    } else if (!over) {
      read(result.result());
    }
  }

  private void read(HttpClientResponse head) {
    response = head;
    kind = Response.Kind.of(head.statusCode(), head.getHeader(HttpHeaders.CONTENT_TYPE));
    awaitMore(kind == Response.Kind.ERROR ? MAX_ERROR_TIME : limits.still());
    head.handler(piece -> piece(head, piece))
        .exceptionHandler(this::broken)
        .endHandler(all -> stop(Finish.COMPLETE));
  }

  private void awaitMore(Duration time) {
    patience.set(time, () -> stop(Finish.STOOD_STILL));
  }

  private void piece(HttpClientResponse head, Buffer piece) {
    if (over || drains) {
      return;
    }
    switch (kind) {
      case STREAM -> {
        awaitMore(limits.still());
        if (!inbox.add(new Response.Begun(head.statusCode(), head.headers()), piece)) {
          patience.off(); // whoever reads may take his time
          head.pause();
        }
      }
      case ANSWER -> {
        awaitMore(limits.still());
        gather(piece, limits.bytes());
      }
      case ERROR -> gather(piece, MAX_ERROR_BYTES);
    }
  }

  private void gather(Buffer piece, long most) {
    Buffer before = body;
    if ((before == null ? 0 : before.length()) + (long) piece.length() > most) {
      stop(Finish.TOO_LARGE);
    } else {
      body = before == null ? piece : before.appendBuffer(piece);
    }
  }

  private void resume() {
    if (!over && response != null) {
      inbox.emptied();
      awaitMore(limits.still());
      response.resume();
    }
  }

  private void dropTheRest() {
    if (!over && response != null) {
      drains = true;
      awaitMore(MAX_DRAIN_TIME);
      response.resume();
    }
  }

  /** The kind of exception is kept, its message is not: it may hold what was sent. */
  private void broken(Throwable cause) {
    failure = cause.getClass().getSimpleName();
    stop(Finish.BROKEN);
  }

  private void stop(Finish how) {
    if (over) {
      return;
    }
    over = true;
    end.off();
    patience.off();
    if (request != null) {
      giveBack(request, how != Finish.COMPLETE);
    }
    inbox.end(how, received(how));
  }

  /**
   * A response that ended unread, since its reader was behind, has already given its connection
   * back, perhaps to the next call. A reset would then end that one, which may be billed.
   */
  private void giveBack(HttpClientRequest got, boolean unfinished) {
    if (unfinished && connections.isUsedBy(endpoint.name(), got)) {
      got.reset();
    }
    connections.done(endpoint.name(), got);
  }

  private Response received(Finish how) {
    if (response == null) {
      return new Response.None(how, sent, failure);
    }
    int status = response.statusCode();
    return kind == Response.Kind.STREAM
        ? new Response.Begun(status, response.headers())
        : new Response.Whole(status, response.headers(), body == null ? NOTHING : body, how);
  }
}
