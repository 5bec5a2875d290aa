package dev.swarmworker.state;

import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** A {@link ResultCache} whose answers are a {@link RedisTtlMap}'s entries. */
final class RedisResultCache implements ResultCache {

  private static final Script LOOKUP = Script.load("cache-lookup");
  private static final Script PUT = Script.load("cache-put");
  private static final Script TOKEN = Script.load("cache-token");

  private final RedisCommands commands;
  private final Shards shards;
  private final RedisTtlMap answers;
  private final Duration lease;
  private final Supplier<String> tokens;

  /**
   * @param answers over these very shards
   * @param lease how long the right to make a call lasts
   * @param tokens gives a new unguessable one at each call
   */
  RedisResultCache(
      RedisCommands commands,
      Shards shards,
      RedisTtlMap answers,
      Duration lease,
      Supplier<String> tokens) {
    this.commands = commands;
    this.shards = shards;
    this.answers = answers;
    this.lease = lease;
    this.tokens = tokens;
  }

  @Override
  public Lookup lookup(String key, String token) {
    List<String> keys =
        List.of(shards.entry(key), shards.uses(shards.of(key)), shards.inFlight(key));
    Response reply =
        Replies.present(commands.run(ScriptCall.of(LOOKUP, keys, key, token, lease.toMillis())));
    return switch (reply.get(0).toString()) {
      case "hit" -> {
        answers.looked(true);
        yield new Lookup.Hit(reply.get(1).toBytes());
      }
      case "mine" -> {
        answers.looked(false);
        yield new Lookup.Mine(new Token(key, token));
      }
      case "inflight" -> new Lookup.InFlight(Duration.ofMillis(reply.get(1).toLong()));
      default -> throw new IllegalStateException("cache-lookup answered " + reply.get(0));
    };
  }

  @Override
  public String newToken() {
    return tokens.get();
  }

  @Override
  public MapStats stats() {
    return answers.stats();
  }

  /** The right to make the call of a key. */
  private final class Token implements CacheToken {
    private final String key;
    private final String token;

    Token(String key, String token) {
      this.key = key;
      this.token = token;
    }

    @Override
    public void put(byte[] value) {
      answers.putBy(PUT, key, value, shards.inFlight(key), token);
    }

    @Override
    public boolean renew() {
      return lasts(lease);
    }

    @Override
    public void abandon() {
      lasts(Duration.ZERO);
    }

    private boolean lasts(Duration length) {
      List<String> keys = List.of(shards.inFlight(key));
      return Replies.isOne(commands.run(ScriptCall.of(TOKEN, keys, token, length.toMillis())));
    }
  }
}
