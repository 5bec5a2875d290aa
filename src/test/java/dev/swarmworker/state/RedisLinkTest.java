package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a link does while its connection breaks. */
class RedisLinkTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  /** As the client's own: it calls back under its lock, and takes its lock when it is closed. */
  private static final class LockedConnection {
    final CountDownLatch closing = new CountDownLatch(1);
    Handler<Void> onEnd = end -> {};

    @SuppressWarnings("unchecked") // the one parameter of endHandler
    RedisConnection asConnection() {
      return proxy(
          RedisConnection.class,
          (self, method, args) ->
              switch (method.getName()) {
                case "endHandler" -> {
                  onEnd = (Handler<Void>) args[0];
                  yield self;
                }
                case "send" -> Future.failedFuture("Connection is closed");
                case "close" -> {
                  closing.countDown();
                  yield closed();
                }
                default -> self;
              });
    }

    private synchronized Future<Void> closed() {
      return Future.succeededFuture();
    }

    /** Ends it once somebody closes it, with the lock held since {@code begun}. */
    synchronized void endWhenClosing(CountDownLatch begun) {
      begun.countDown();
      try {
        if (closing.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
          onEnd.handle(null);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void connectionThatEndsWhileItIsDropped_doesNotLockUp() throws InterruptedException {
    // Given
    LockedConnection connection = new LockedConnection();
    Future<RedisConnection> connected = Future.succeededFuture(connection.asConnection());
    Redis redis = proxy(Redis.class, (_, _, _) -> connected);
    RedisLink link = new RedisLink(redis, atOnce(), 1);
    CountDownLatch ending = new CountDownLatch(1);
    // When
    Thread end = Thread.ofPlatform().daemon().start(() -> connection.endWhenClosing(ending));
    ending.await();
    Thread drop =
        Thread.ofPlatform().daemon().start(() -> link.send(Request.cmd(Command.PING), reply -> {}));
    // Then
    assertThat(end.join(SOON)).as("the connection's end came through").isTrue();
    assertThat(drop.join(SOON)).as("the drop came through").isTrue();
  }

  @Test
  void commandAfterTheClose_fails_andOpensNothing() {
    // Given
    List<String> asked = new ArrayList<>();
    Redis redis =
        proxy(
            Redis.class,
            (_, method, _) -> {
              asked.add(method.getName());
              return Future.failedFuture("nobody is there");
            });
    RedisLink link = new RedisLink(redis, atOnce(), 1);
    List<AsyncResult<Response>> replies = new ArrayList<>();
    // When
    link.close();
    link.send(Request.cmd(Command.PING), replies::add);
    // Then
    assertThat(replies).singleElement().matches(AsyncResult::failed);
    assertThat(asked).isEmpty();
  }

  @Test
  void clientThatThrowsWhenItConnects_failsTheCommand_andTheNextOneTriesAgain() {
    // Given
    List<String> asked = new ArrayList<>();
    Redis redis =
        proxy(
            Redis.class,
            (_, method, _) -> {
              asked.add(method.getName());
              throw new IllegalStateException("the client is gone");
            });
    RedisLink link = new RedisLink(redis, atOnce(), 1);
    List<AsyncResult<Response>> replies = new ArrayList<>();
    // When
    link.send(Request.cmd(Command.PING), replies::add);
    link.send(Request.cmd(Command.PING), replies::add);
    // Then
    assertThat(replies).hasSize(2).allMatch(AsyncResult::failed);
    assertThat(asked).containsExactly("connect", "connect");
  }

  @Test
  void connectionThatComesAfterTheClose_isClosed_andItsCommandFails() {
    // Given
    Promise<RedisConnection> connecting = Promise.promise();
    Redis redis = proxy(Redis.class, (_, _, _) -> connecting.future());
    RedisLink link = new RedisLink(redis, atOnce(), 1);
    LockedConnection connection = new LockedConnection();
    List<AsyncResult<Response>> replies = new ArrayList<>();
    // When
    link.send(Request.cmd(Command.PING), replies::add);
    link.close();
    connecting.complete(connection.asConnection());
    // Then
    assertThat(replies).singleElement().matches(AsyncResult::failed);
    assertThat(connection.closing.getCount()).isZero();
  }

  /** Stands for an event loop: runs what it is given, on the caller's thread. */
  @SuppressWarnings("unchecked") // the one parameter of runOnContext
  private static Context atOnce() {
    return proxy(
        Context.class,
        (_, _, args) -> {
          ((Handler<Void>) args[0]).handle(null);
          return null;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
