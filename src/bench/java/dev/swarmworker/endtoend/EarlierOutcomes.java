package dev.swarmworker.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Fills Redis with what this worker keeps of tasks that have ended ({@code docs/architecture.md}).
 */
final class EarlierOutcomes {

  private static final int SHARDS = 64;
  private static final int AT_ONCE = 300;
  private static final long TTL = 3_600_000;
  private static final String RESULT = "x".repeat(700);

  private EarlierOutcomes() {}

  static void fill(RedisPeek redis, int entries) {
    for (int from = 0; from < entries; from += AT_ONCE) {
      List<Request> commands = new ArrayList<>();
      for (int entry = from; entry < Math.min(entries, from + AT_ONCE); entry++) {
        add(commands, "earlier-" + entry);
      }
      redis.askAll(commands);
    }
  }

  private static void add(List<Request> commands, String id) {
    CRC32 crc = new CRC32();
    crc.update(id.getBytes(UTF_8));
    String shard = "{task" + crc.getValue() % SHARDS + "}";
    String key = "swarm:task:" + shard + ":" + id;
    long now = System.currentTimeMillis();
    commands.add(
        RedisPeek.request(
            Command.HSET,
            key,
            "v",
            1,
            "status",
            "completed",
            "attempts",
            1,
            "losses",
            0,
            "agentId",
            "analyst",
            "workerId",
            "earlier",
            "updatedAt",
            now,
            "result",
            RESULT,
            "doneBy",
            "0123456789abcdef",
            "published",
            1));
    commands.add(RedisPeek.request(Command.PEXPIRE, key, TTL));
    commands.add(RedisPeek.request(Command.ZADD, "swarm:task-expiry:" + shard, now + TTL, id));
    commands.add(RedisPeek.request(Command.ZADD, "swarm:task-use:" + shard, now * 1_000, id));
  }
}
