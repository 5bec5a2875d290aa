package dev.swarmworker.state;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Redis' clock; on a cluster, always that of the same shard. */
final class RedisTime implements Supplier<Instant> {

  private static final ScriptCall TIME = ScriptCall.of(Script.load("time"), List.of("swarm:time"));

  private final RedisCommands commands;

  RedisTime(RedisCommands commands) {
    this.commands = commands;
  }

  /**
   * One round trip.
   *
   * @throws StateUnavailableException Redis is away
   */
  @Override
  public Instant get() {
    long micros = Replies.present(commands.run(TIME)).toLong();
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }
}
