package dev.swarmworker.endtoend;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** BullMQ's queue in Redis, filled by a process of its own. Jobs bear BullMQ's own times. */
final class BullLane implements Lane {

  private static final String QUEUE = "bull:tasks:";
  private static final int AT_ONCE = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final RedisPeek redis;
  private final Child feeder;
  private int appended;

  BullLane(RedisPeek redis, Place place, int promptBytes) {
    this.redis = redis;
    Path script = Path.of("target/bench/contestants/bullmq/feeder.js").toAbsolutePath();
    feeder =
        Child.start(
            place.folder().resolve("feeder.log"),
            List.of("node", script.toString()),
            Map.of("BENCH_REDIS", place.redis(), "BENCH_PROMPT", Integer.toString(promptBytes)));
  }

  @Override
  public void append(int from, int to, double perSecond) {
    feeder.say(from + " " + to + " " + perSecond);
    feeder.awaitLine("appended " + to, PATIENCE);
    appended = to;
  }

  @Override
  public long results() {
    return redis.ask(Command.ZCARD, QUEUE + "completed").toLong();
  }

  @Override
  public Timings timings() {
    Timings timings = new Timings(appended);
    for (int from = 0; from < appended; from += AT_ONCE) {
      List<Request> asked = new ArrayList<>();
      for (int task = from; task < Math.min(appended, from + AT_ONCE); task++) {
        asked.add(
            RedisPeek.request(Command.HMGET, QUEUE + TaskData.id(task), "timestamp", "finishedOn"));
      }
      List<Response> found = redis.askAll(asked);
      for (int i = 0; i < found.size(); i++) {
        timings.appended(from + i, found.get(i).get(0).toLong());
        if (found.get(i).get(1) != null) {
          timings.ended(from + i, found.get(i).get(1).toLong());
        }
      }
    }
    return timings;
  }

  @Override
  public void close() {
    feeder.close();
  }
}
