package dev.swarmworker.broken.intake;

import io.vertx.redis.client.Command;

/** Redis away from the state. */
public final class KnowsRedis {
  final Command command = Command.GET;
}
