package dev.swarmworker.llm;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, from the asking for a connection to its return. Knows for certain whether the
 * request may have reached the provider, and can be aborted at any time without losing a
 * connection.
 *
 * <p>The client tells of the request through {@link #onRequest}, once it has its connection and
 * before anything is written on it. The two find each other through the Vert.x context that the
 * call runs on. Cancelling the {@link Uni} is no way to abort: while the connection is still being
 * made, that loses it to the pool for good.
 *
 * <p>{@link #head} and {@link #close} belong to the calling thread; the private state belongs to
 * the event loop.
 */
final class HttpCall implements AutoCloseable {
  private static final Object CALL = HttpCall.class;

  private final String endpoint;
  private final Connections connections;
  private final Context context;
  private final CompletableFuture<RestResponse<InputStream>> head = new CompletableFuture<>();
  private @Nullable HttpClientRequest request;
  private boolean aborted;
  private volatile boolean sent;

  HttpCall(String endpoint, Connections connections, Context loop) {
    this.endpoint = endpoint;
    this.connections = connections;
    this.context = VertxContext.createNewDuplicatedContext(loop);
    context.putLocal(CALL, this);
  }

  /** Customizes every request of the clients: tells its call of it. */
  static void onRequest(HttpClientRequest request) {
    HttpCall call = Vertx.currentContext().getLocal(CALL);
    call.got(request);
  }

  private void got(HttpClientRequest newRequest) {
    connections.using(endpoint, newRequest);
    request = newRequest;
    if (aborted) {
      newRequest.reset();
      connections.done(endpoint, newRequest);
    } else {
      sent = true;
    }
  }

  /** Asks for a connection and sends it. Once only; from any thread. */
  void start(Supplier<Uni<? extends RestResponse<InputStream>>> action) {
    context.runOnContext(
        now -> {
          connections.connecting(endpoint);
          Uni.createFrom().deferred(action).subscribe().with(head::complete, this::failed);
        });
  }

  /**
   * Waits for the response's head.
   *
   * @throws ExecutionException it failed; {@link #wasSent} tells whether on the way
   */
  RestResponse<InputStream> head() throws InterruptedException, ExecutionException {
    return head.get();
  }

  /**
   * Waits so long for the response's head.
   *
   * @throws ExecutionException it failed; {@link #wasSent} tells whether on the way
   * @throws TimeoutException it is not there, and may still come
   */
  RestResponse<InputStream> head(Duration within)
      throws InterruptedException, ExecutionException, TimeoutException {
    return head.get(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void failed(Throwable failure) {
    if (request == null) {
      connections.failed(endpoint);
    }
    head.completeExceptionally(failure);
  }

  /**
   * Whether the provider may have got it. False is certain: the request was never given a
   * connection. From any thread.
   */
  boolean wasSent() {
    return sent;
  }

  /**
   * Ends it, and waits for that: afterwards {@link #wasSent} is final. A connection on which
   * something is still to come is closed. For the calling thread.
   */
  void abort() {
    onLoop(this::abortNow).join();
  }

  /** Ends it soon. For timers, which must not wait. */
  void abortSoon() {
    context.runOnContext(now -> abortNow());
  }

  /**
   * A response that ended without our reading it has already given its connection back, perhaps to
   * the next call. A reset would then end that one, which may be billed.
   */
  private void abortNow() {
    aborted = true;
    if (request != null && connections.isUsedBy(endpoint, request)) {
      request.reset();
    }
  }

  /** Gives the connection back; to be called when its response was read or it was aborted. */
  @Override
  public void close() {
    // Waits, so that a permit is not passed on before its connection is free.
    onLoop(this::giveBack).join();
  }

  private void giveBack() {
    if (request != null) {
      connections.done(endpoint, request);
    }
  }

  /** The loop of a worker that shuts down may be gone: nobody waits for it long. */
  private CompletableFuture<@Nullable Void> onLoop(Runnable step) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    context.runOnContext(
        now -> {
          step.run();
          done.complete(null);
        });
    return done.completeOnTimeout(null, 5, TimeUnit.SECONDS);
  }
}
