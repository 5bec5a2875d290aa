package dev.swarmworker.state;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One long-lived connection on which commands are pipelined. Opened by the first command, and
 * opened anew by the first one after it broke. Safe for many threads.
 *
 * <p>Holds no lock of its own: a connection calls back under its lock, and takes it when it is
 * called, so that a lock around such a call has stopped both event loops for good.
 */
final class RedisLink implements AutoCloseable {

  private final Redis redis;
  private final Semaphore places;
  private final AtomicReference<@Nullable Future<RedisConnection>> connection =
      new AtomicReference<>();

  /**
   * @param places how many commands may be under way; more would overflow the client's own queue,
   *     which refuses rather than waits
   */
  RedisLink(Redis redis, int places) {
    this.redis = redis;
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

  /** Sends a command; never blocks. */
  Future<Response> send(Request request) {
    Future<RedisConnection> opened = open();
    return opened
        .compose(live -> live.send(request))
        .onFailure(
            cause -> {
              if (isBroken(cause)) {
                drop(opened);
              }
            });
  }

  /** Makes a silent connection speak, so that the client notices where its peer is gone. */
  void ping() {
    Future<RedisConnection> current = current();
    if (current != null && current.succeeded()) {
      send(Request.cmd(Command.PING));
    }
  }

  @Override
  public void close() {
    Future<RedisConnection> current = current();
    if (current != null) {
      drop(current);
    }
  }

  private @Nullable Future<RedisConnection> current() {
    return connection.get();
  }

  private Future<RedisConnection> open() {
    Promise<RedisConnection> opening = Promise.promise();
    Future<RedisConnection> current = connection.compareAndExchange(null, opening.future());
    if (current != null) {
      return current;
    }
    watch(opening.future());
    redis.connect().onComplete(opening);
    return opening.future();
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
