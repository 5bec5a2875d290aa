package dev.swarmworker.state;

import dev.swarmworker.local.EmbeddedRedis;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** A Redis server with a client as Quarkus makes it, and the parts built on it. */
final class RedisFixture implements AutoCloseable {

  static final Duration TTL = Duration.ofHours(1);
  static final Duration LEASE = Duration.ofSeconds(15);
  static final Duration TIMEOUT = Duration.ofSeconds(2);
  static final Duration SILENCE = Duration.ofSeconds(5);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  final EmbeddedRedis server;
  final Redis redis;
  final RedisCommands commands;

  RedisFixture(String... settings) {
    server = EmbeddedRedis.start(settings);
    redis = client(server.uri());
    commands = commands(redis);
  }

  /** Of another client, which the caller closes first. */
  RedisCommands commands(Redis other) {
    return new RedisCommands(other, loop, TIMEOUT);
  }

  RedisTaskStore tasks() {
    return tasks(config(TTL, LEASE, 1_000_000));
  }

  RedisTaskStore tasks(StateConfig config) {
    Supplier<String> tokens = () -> UUID.randomUUID().toString();
    return new RedisTaskStore(commands, config, "worker-1", tokens);
  }

  /** Sends a plain command, and fails the test where Redis refuses it. */
  Response send(Command command, Object... args) {
    Request request = Request.cmd(command);
    for (Object arg : args) {
      request.arg(arg.toString());
    }
    return commands.send(request);
  }

  /**
   * Lets time pass for a map's entries. Redis' clock cannot be set; that every end comes nearer by
   * as much is the same for whoever looks only at what remains.
   */
  void letPass(Shards of, Duration time) {
    for (int shard = 0; shard < of.count(); shard++) {
      String entries = of.expiries(shard).replace("-expiry", "") + ":*";
      send(Command.EVAL, NEARER, 1, of.expiries(shard), time.toMillis(), entries);
    }
  }

  private static final String NEARER =
      """
      for _, entry in ipairs(redis.call('KEYS', ARGV[2])) do
        redis.call('PEXPIRE', entry, redis.call('PTTL', entry) - ARGV[1])
      end
      for _, key in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
        redis.call('ZINCRBY', KEYS[1], -ARGV[1], key)
      end
      """;

  void flush() {
    send(Command.FLUSHALL);
  }

  /** Another client, with a bound on a connection's silence as in the application. */
  Redis client(String uri) {
    NetClientOptions net = new NetClientOptions().setReadIdleTimeout((int) SILENCE.toSeconds());
    return Redis.createClient(
        vertx, new RedisOptions().setConnectionString(uri).setNetClientOptions(net));
  }

  static StateConfig config(Duration ttl, Duration lease, int maxEntries) {
    return new FixedStateConfig(ttl, lease, maxEntries, TIMEOUT);
  }

  @Override
  public void close() {
    commands.close();
    redis.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    server.close();
  }

  private record FixedStateConfig(
      Duration ttl, Duration lease, int maxEntries, Duration commandTimeout)
      implements StateConfig {}
}
