package dev.swarmworker.endtoend;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The driver's own look into Redis. */
final class RedisPeek implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final RedisConnection connection;

  RedisPeek(String uri) {
    RedisOptions options = new RedisOptions().setConnectionString(uri).setMaxWaitingHandlers(4096);
    connection = get(Redis.createClient(vertx, options).connect());
  }

  Response ask(Command command, Object... args) {
    return get(connection.send(request(command, args)));
  }

  /** Sends them together, and gives the answers in their order. */
  List<Response> askAll(List<Request> requests) {
    return get(connection.batch(requests));
  }

  static Request request(Command command, Object... args) {
    Request request = Request.cmd(command);
    for (Object arg : args) {
      request.arg(arg.toString());
    }
    return request;
  }

  void flush() {
    ask(Command.FLUSHALL);
  }

  @Override
  public void close() {
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
