package dev.swarmworker.state;

import static dev.swarmworker.state.TaskStoreFixture.claim;
import static dev.swarmworker.state.TaskStoreFixture.complete;
import static dev.swarmworker.state.TaskStoreFixture.granted;
import static dev.swarmworker.state.TaskStoreFixture.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.state.TaskStore.Claim;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The two releases that a new format takes: one that reads it and writes the old one, and one that
 * writes it. Whoever comes to an entry leaves its format as it is.
 */
class NextFormatTest {

  private static final Duration TTL = Duration.ofMinutes(10);
  private static final StateConfig CONFIG = RedisFixture.config(TTL, Duration.ofMinutes(1), 1000);
  private static final TaskId ID = new TaskId("next-1");
  private static final String KEY = Shards.TASKS.entry(ID);

  private static RedisFixture redis;
  private static Redis client;

  private final TaskStore present = redis.tasks(CONFIG);
  private final TaskStore first = ofFormats(2, 1);
  private final TaskStore second = ofFormats(2, 2);

  @BeforeAll
  static void start() {
    redis = new RedisFixture();
    client = redis.client(redis.server.uri());
  }

  @AfterAll
  static void stop() {
    client.close();
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.flush();
  }

  private static TaskStore ofFormats(int reads, int writes) {
    Redis other = OtherScripts.ofFormats(reads, writes).through(client);
    return new RedisTaskStore(
        redis.commands(other), CONFIG, "next", () -> UUID.randomUUID().toString());
  }

  @Test
  void entryOfTheNextFormat_keepsItThroughCancelAndClaim_ofAReleaseThatReadsIt() {
    second.noteQueued(List.of(ID));
    assertThat(format()).isEqualTo("2");

    assertThat(first.cancel(ID)).isEqualTo(TaskStore.Cancellation.ACCEPTED);
    assertThat(format()).isEqualTo("2");

    Lease lease = granted(claim(first, ID));
    assertThat(format()).isEqualTo("2");

    assertThat(first.complete(lease, Status.CANCELLED, "coder", 1, result())).isTrue();
    assertThat(format()).isEqualTo("2");
    assertThat(claim(present, ID)).isEqualTo(new Claim.Newer("2"));
  }

  @Test
  void entryOfTheOldFormat_keepsIt_ofAReleaseThatWritesTheNext() {
    present.noteQueued(List.of(ID));

    assertThat(second.cancel(ID)).isEqualTo(TaskStore.Cancellation.ACCEPTED);
    granted(claim(second, ID));

    assertThat(format()).isEqualTo("1");
    assertThat(claim(present, ID)).isInstanceOf(Claim.Held.class);
  }

  @Test
  void releaseThatReadsTheNextFormat_writesTheOldOne() {
    complete(first, ID);

    assertThat(format()).isEqualTo("1");
    assertThat(claim(present, ID)).isInstanceOf(Claim.Done.class);
  }

  @Test
  void everyWayIntoBeing_saysTheFormat() {
    second.cancel(ID);
    assertThat(format()).isEqualTo("2");
    redis.flush();
    second.reject(ID, result());
    assertThat(format()).isEqualTo("2");
    redis.flush();
    granted(claim(second, ID));
    assertThat(format()).isEqualTo("2");
  }

  private static String format() {
    return redis.send(Command.HGET, KEY, "v").toString();
  }
}
