package dev.swarmworker.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.swarmworker.support.Logged;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FleetClockTest {

  private static final Instant TRUE = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration AHEAD = Duration.ofHours(1);

  private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 1_000); // overflows on its way
  private Instant redis = TRUE;
  private Instant wall = TRUE.plus(AHEAD);
  private final FleetClock clock = new FleetClock(ticks::get, () -> wall);

  @Test
  void beforeTheFirstMeasurement_itIsTheWorkersOwn() {
    pass(Duration.ofSeconds(10));

    assertThat(clock.instant()).isEqualTo(TRUE.plus(AHEAD).plusSeconds(10));
    assertThat(isKnown()).isFalse();
  }

  @Test
  void measured_itIsRedisTime_andGoesOn() {
    measure(Duration.ZERO);
    assertThat(clock.instant()).isEqualTo(TRUE);

    pass(Duration.ofMinutes(5));

    assertThat(clock.instant()).isEqualTo(TRUE.plus(Duration.ofMinutes(5)));
    assertThat(isKnown()).isTrue();
  }

  @Test
  void offset_isHowFarTheWorkersOwnIsBehind() {
    measure(Duration.ZERO);
    assertThat(clock.offset()).isEqualTo(AHEAD.negated());

    wall = redis.minusSeconds(3);

    assertThat(clock.offset()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void wallClockSet_changesNothing() {
    wall = wall.plus(Duration.ofDays(1));
    assertThat(clock.instant()).isEqualTo(TRUE.plus(AHEAD));
    measure(Duration.ZERO);

    wall = wall.minus(Duration.ofDays(3));

    assertThat(clock.instant()).isEqualTo(TRUE);
  }

  @Test
  void roundTrip_isHalfAheadOfTheAnswer() {
    measure(Duration.ofMillis(100));

    assertThat(clock.instant()).isEqualTo(TRUE.plusMillis(100));
  }

  @Test
  void longRoundTrip_saysTooLittle_butIsBetterThanNothing() {
    measure(Duration.ofSeconds(6));
    assertThat(isKnown()).isFalse();

    measure(Duration.ofSeconds(4));
    assertThat(isKnown()).isTrue();
    assertThat(clock.instant()).isEqualTo(redis);

    redis = redis.plusSeconds(30);
    measure(Duration.ofMillis(501));
    assertThat(clock.instant()).isEqualTo(redis.minusSeconds(30));

    measure(Duration.ofMillis(499));
    assertThat(Duration.between(redis, clock.instant()).abs()).isLessThan(Duration.ofMillis(250));
  }

  @Test
  void measurementThatContradictsNothing_movesNothing() {
    measure(Duration.ZERO);
    redis = redis.plusMillis(20);

    measure(Duration.ofMillis(40));

    assertThat(clock.instant()).isEqualTo(redis.minusMillis(20));

    redis = redis.plusMillis(1);
    measure(Duration.ofMillis(40));
    assertThat(clock.instant()).isEqualTo(redis);
  }

  @Test
  void outage_keepsWhatIsKnown() {
    measure(Duration.ZERO);
    pass(Duration.ofMinutes(1));

    assertThatThrownBy(
            () ->
                clock.measure(
                    () -> {
                      throw new StateUnavailableException("away", new Exception());
                    }))
        .isInstanceOf(StateUnavailableException.class);

    assertThat(clock.instant()).isEqualTo(TRUE.plus(Duration.ofMinutes(1)));
    assertThat(isKnown()).isTrue();
  }

  @Test
  void clockThatIsFarOff_isToldOnceEachTime() {
    try (Logged logged = new Logged(FleetClock.class)) {
      measure(Duration.ZERO);
      measure(Duration.ZERO);
      assertThat(logged.lines())
          .containsExactly(
              "this worker's clock is 3600000 ms ahead of Redis': set it; times of tasks go by"
                  + " Redis' clock");

      wall = redis.minusSeconds(2);
      measure(Duration.ZERO);
      wall = redis.minusMillis(2001);
      measure(Duration.ZERO);

      assertThat(logged.lines()).hasSize(3);
      assertThat(logged.lines().getLast()).contains("2001 ms behind Redis'");
    }
  }

  /** Redis answers in the middle of the trip. */
  private void measure(Duration trip) {
    clock.measure(
        () -> {
          pass(trip.dividedBy(2));
          Instant said = redis;
          pass(trip.dividedBy(2));
          return said;
        });
  }

  private void pass(Duration time) {
    ticks.addAndGet(time.toNanos());
    redis = redis.plus(time);
    wall = wall.plus(time);
  }

  private boolean isKnown() {
    return clock.known().toCompletableFuture().isDone();
  }
}
