package dev.swarmworker.broken.state;

import redis.embedded.RedisServer;

/** A server that the package does not have. */
public final class KnowsEmbeddedRedis {
  Class<?> server() {
    return RedisServer.class;
  }
}
