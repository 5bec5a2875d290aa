package dev.swarmworker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TaskLoopTest {

  private final TaskLoop loop;
  private final Redis redis;

  TaskLoopTest(TaskLoop loop, Redis redis) {
    this.loop = loop;
    this.redis = redis;
  }

  @Test
  void redisAnswersOnTheTasksLoop() {
    CompletableFuture<Thread> tasks = new CompletableFuture<>();
    loop.context().runOnContext(now -> tasks.complete(Thread.currentThread()));

    CompletableFuture<Thread> answered = new CompletableFuture<>();
    redis
        .send(Request.cmd(Command.PING))
        .onComplete(any -> answered.complete(Thread.currentThread()));

    assertThat(answered.join()).isSameAs(tasks.join());
  }
}
