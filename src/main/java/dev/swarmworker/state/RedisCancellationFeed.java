package dev.swarmworker.state;

import dev.swarmworker.task.TaskId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CancellationFeed} on a Redis channel. Its one thread looks every other second whether
 * the subscription stands, and makes it anew where it does not.
 */
final class RedisCancellationFeed implements CancellationFeed {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Redis redis;
  private final List<Consumer<TaskId>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable RedisConnection connection;
  private boolean connecting;
  private @Nullable Repeated keeping;

  RedisCancellationFeed(Redis redis) {
    this.redis = redis;
  }

  @Override
  public synchronized void subscribe(Consumer<TaskId> listener) {
    listeners.add(listener);
    if (keeping == null) {
      keeping = new Repeated("redis-cancellations", BETWEEN_LOOKS, this::keep);
    }
  }

  @Override
  public void close() {
    RedisConnection last;
    synchronized (this) {
      if (keeping != null) {
        keeping.close();
      }
      last = connection;
      connection = null;
    }
    if (last != null) {
      last.close(); // takes a lock under which it may be calling back: not under ours
    }
  }

  private synchronized void keep() {
    if (connection != null) {
      // Makes a silent connection speak, so that the client notices where its peer is gone.
      // One that ended before it was ours was never told of: its ping fails.
      RedisConnection current = connection;
      current.send(Request.cmd(Command.PING)).onFailure(cause -> ended(current));
    } else if (!connecting) {
      connecting = true;
      redis.connect().onSuccess(this::listen).onFailure(cause -> connected(null));
    }
  }

  private void listen(RedisConnection fresh) {
    watch(fresh);
    fresh
        .send(Request.cmd(Command.SUBSCRIBE).arg(RedisTaskStore.CANCELLATIONS))
        .onSuccess(
            sent -> {
              // On a cluster the node's connection exists only since the command went out.
              watch(fresh);
              connected(fresh);
            })
        .onFailure(
            cause -> {
              fresh.close();
              connected(null);
            });
  }

  private void watch(RedisConnection fresh) {
    fresh.handler(this::receive);
    fresh.endHandler(end -> ended(fresh));
    fresh.exceptionHandler(cause -> ended(fresh));
  }

  private synchronized void connected(@Nullable RedisConnection fresh) {
    connecting = false;
    connection = fresh;
  }

  private synchronized void ended(RedisConnection old) {
    if (connection == old) {
      connection = null;
    }
  }

  /** A message is an array of its kind, the channel and the payload. */
  private void receive(@Nullable Response message) {
    if (message == null || message.size() != 3 || !message.get(0).toString().equals("message")) {
      return;
    }
    String id = message.get(2).toString();
    if (TaskId.isValid(id)) {
      TaskId taskId = new TaskId(id);
      listeners.forEach(listener -> Thread.startVirtualThread(() -> listener.accept(taskId)));
    }
  }
}
