package dev.swarmworker.state;

import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what scripts answer. */
final class Replies {

  private Replies() {}

  /** A reply that its script never leaves out. */
  static Response present(@Nullable Response reply) {
    if (reply == null) {
      throw new IllegalStateException("a script answered nothing");
    }
    return reply;
  }

  /** The reply of this shard, which there is. */
  static Response at(Map<Integer, Response> byShard, int shard) {
    return present(byShard.get(shard));
  }

  static List<String> strings(Response array) {
    return array.stream().map(Response::toString).toList();
  }

  /** Whether a script said 1. */
  static boolean isOne(@Nullable Response reply) {
    return present(reply).toLong() == 1;
  }

  /** The number there; 0 where the reply is of a script that does not count this. */
  static int count(Response array, int index) {
    return index < array.size() ? array.get(index).toInteger() : 0;
  }

  static byte @Nullable [] bytes(@Nullable Response reply) {
    return reply == null ? null : reply.toBytes();
  }
}
