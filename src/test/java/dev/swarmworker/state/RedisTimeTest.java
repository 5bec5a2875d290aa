package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fleet's clock beside a real Redis. */
class RedisTimeTest {

  private static final Duration MARGIN = Duration.ofMillis(300);

  private final RedisFixture redis = new RedisFixture();
  private final RedisTime time = new RedisTime(redis.commands);

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void time_isRedis() {
    Instant before = said();
    Instant measured = time.get();
    Instant after = said();

    assertThat(measured).isBetween(before, after);
  }

  @Test
  void workersClockIsWrong_theFleetsIsRight_alsoWhileRedisIsAway() {
    FleetClock clock =
        new FleetClock(System::nanoTime, () -> Instant.now().minus(Duration.ofHours(5)));
    await() // the first one opens a connection and so says little
        .untilAsserted(
            () -> {
              clock.measure(time);
              Instant before = said();
              assertThat(clock.instant()).isBetween(before.minus(MARGIN), said().plus(MARGIN));
            });
    Instant measured = clock.instant();

    redis.server.kill();
    assertThatThrownBy(() -> clock.measure(time)).isInstanceOf(StateUnavailableException.class);

    assertThat(clock.instant()).isBetween(measured, measured.plusSeconds(30));
    assertThat(clock.offset()).isBetween(Duration.ofHours(5).minusSeconds(1), Duration.ofHours(6));
  }

  private Instant said() {
    Response said = redis.send(Command.TIME);
    return Instant.ofEpochSecond(said.get(0).toLong(), said.get(1).toLong() * 1_000);
  }
}
