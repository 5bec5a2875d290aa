package dev.swarmworker.state;

import dev.swarmworker.task.TaskId;
import dev.swarmworker.timer.Repeating;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
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
  private final Repeating keeping = new Repeating("redis-cancellations");
  private final AtomicBoolean begun = new AtomicBoolean();

  // No lock around a call of the client: it calls our handlers while it holds locks of its own.
  private final AtomicReference<@Nullable RedisConnection> connection = new AtomicReference<>();
  private final AtomicBoolean connecting = new AtomicBoolean();

  RedisCancellationFeed(Redis redis) {
    this.redis = redis;
  }

  @Override
  public void subscribe(Consumer<TaskId> listener) {
    listeners.add(listener);
    if (begun.compareAndSet(false, true)) {
      keeping.start(BETWEEN_LOOKS, this::keep);
    }
  }

  @Override
  public void close() {
    keeping.close();
    RedisConnection current = connection.getAndSet(null);
    if (current != null) {
      current.close();
    }
  }

  private void keep() {
    RedisConnection current = connection.get();
    if (current != null) {
      // Makes a silent connection speak, so that the client notices where its peer is gone.
      current.send(Request.cmd(Command.PING));
    } else if (connecting.compareAndSet(false, true)) {
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

  private void connected(@Nullable RedisConnection fresh) {
    connection.set(fresh);
    connecting.set(false);
  }

  private void ended(RedisConnection old) {
    connection.compareAndSet(old, null);
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
