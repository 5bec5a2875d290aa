package dev.swarmworker.state;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One long-lived connection on which commands are pipelined. Opened by the first command, and
 * opened anew by the first one after it broke. Safe for many threads.
 */
final class RedisLink implements AutoCloseable {

  private static final Future<RedisConnection> CLOSED =
      Future.failedFuture("the connection to Redis was closed with its worker");

  private final Redis redis;
  private final Context loop;
  private final Semaphore places;

  private final Queue<Gathered> gathered = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean leaving = new AtomicBoolean();

  // No lock: the client calls our handlers while it holds locks of its own, and takes them when we
  // close a connection. Two of its event loops once stood still for ever over one lock here.
  private final AtomicReference<@Nullable Future<RedisConnection>> connection =
      new AtomicReference<>();

  private record Gathered(Request request, Handler<AsyncResult<Response>> then) {}

  /**
   * @param loop on whose thread the connection is served
   * @param places how many commands may be under way; more would overflow the client's own queue,
   *     which refuses rather than waits
   */
  RedisLink(Redis redis, Context loop, int places) {
    this.redis = redis;
    this.loop = loop;
    // Fair: with thousands of callers, some would otherwise be overtaken until their time is up.
    this.places = new Semaphore(places, true);
  }

  /**
   * Waits for a place. Whoever got one gives it back with {@link #leave} once the reply is here,
   * not when a caller stops waiting for it: until then the client's queue is still occupied.
   */
  boolean enter(long nanos) throws InterruptedException {
    return places.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  void leave() {
    places.release();
  }

  /**
   * Sends a command, and tells what comes of it; never blocks. What gathers until the loop gets to
   * it goes out in one turn, and from the loop's own thread: the client would give any other thread
   * a context of its own, on another loop, and answer there.
   */
  void send(Request request, Handler<AsyncResult<Response>> then) {
    gathered.add(new Gathered(request, then));
    if (leaving.compareAndSet(false, true)) {
      try {
        loop.runOnContext(now -> sendGathered());
      } catch (RejectedExecutionException e) { // the process ends
        leaving.set(false);
        takeGathered(lost -> lost.then().handle(Future.failedFuture(e)));
      }
    }
  }

  private void sendGathered() {
    leaving.set(false);
    Future<RedisConnection> opened = open();
    if (opened.succeeded()) {
      takeGathered(next -> send(opened, next.request(), next.then()));
    } else {
      takeGathered(
          next ->
              opened
                  .onSuccess(live -> send(opened, next.request(), next.then()))
                  .onFailure(cause -> next.then().handle(Future.failedFuture(cause))));
    }
  }

  private void takeGathered(Consumer<Gathered> action) {
    for (Gathered next = gathered.poll(); next != null; next = gathered.poll()) {
      action.accept(next);
    }
  }

  private void send(
      Future<RedisConnection> opened, Request request, Handler<AsyncResult<Response>> then) {
    Future<Response> sent;
    try {
      sent = opened.result().send(request);
    } catch (RuntimeException e) {
      sent = Future.failedFuture(e);
    }
    sent.onComplete(
        reply -> {
          if (reply.failed() && isBroken(reply.cause())) {
            drop(opened);
          }
          then.handle(reply);
        });
  }

  /** Makes a silent connection speak, so that the client notices where its peer is gone. */
  void ping() {
    Future<RedisConnection> current = connection.get();
    if (current != null && current.succeeded()) {
      send(Request.cmd(Command.PING), reply -> {});
    }
  }

  /** For good: what is sent from now on fails, and opens nothing. */
  @Override
  public void close() {
    Future<RedisConnection> last = connection.getAndSet(CLOSED);
    if (last != null) {
      last.onSuccess(RedisConnection::close);
    }
  }

  private Future<RedisConnection> open() {
    Promise<RedisConnection> opening = Promise.promise();
    Future<RedisConnection> opened = opening.future();
    Future<RedisConnection> present = connection.compareAndExchange(null, opened);
    if (present != null) {
      return present;
    }
    watch(opened);
    try {
      redis.connect().onComplete(opening);
    } catch (RuntimeException e) { // the client was closed meanwhile
      opening.fail(e);
    }
    return opened;
  }

  private void watch(Future<RedisConnection> opening) {
    opening
        .onSuccess(
            live -> {
              live.exceptionHandler(cause -> drop(opening));
              live.endHandler(end -> drop(opening));
            })
        .onFailure(cause -> drop(opening));
  }

  private void drop(Future<RedisConnection> broken) {
    if (connection.compareAndSet(broken, null)) {
      broken.onSuccess(RedisConnection::close);
    }
  }

  /**
   * An error reply is an answer like any other; all else means that the connection is of no more
   * use. A replica refuses writes for good, and only a new connection finds the new primary.
   */
  private static boolean isBroken(Throwable cause) {
    return !(cause instanceof ErrorType reply)
        || reply.is("CONNECTION_CLOSED")
        || reply.is("READONLY");
  }
}
