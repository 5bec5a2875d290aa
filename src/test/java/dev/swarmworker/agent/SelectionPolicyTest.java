package dev.swarmworker.agent;

import static dev.swarmworker.agent.SelectionPolicy.LEAST_LOADED;
import static dev.swarmworker.agent.SelectionPolicy.PERFORMANCE_BASED;
import static dev.swarmworker.agent.SelectionPolicy.ROUND_ROBIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SelectionPolicyTest {

  private static Performance measured(Duration latency) {
    return Performance.UNTRIED.succeeded(latency.toNanos());
  }

  private static int level(int inFlight, Performance performance) {
    return PERFORMANCE_BASED.level(inFlight, performance);
  }

  @Test
  void leastLoaded_ordersByCallsInFlight() {
    Performance any = Performance.UNTRIED;
    assertThat(LEAST_LOADED.level(0, any)).isZero();
    assertThat(LEAST_LOADED.level(7, any)).isEqualTo(7);
    assertThat(LEAST_LOADED.level(1_000, any)).isEqualTo(63);
  }

  @Test
  void roundRobin_makesAllEqual() {
    assertThat(ROUND_ROBIN.level(0, Performance.UNTRIED))
        .isEqualTo(ROUND_ROBIN.level(50, measured(Duration.ofSeconds(9))));
  }

  @Test
  void performance_fasterFirst() {
    assertThat(level(0, measured(Duration.ofSeconds(2))))
        .isLessThan(level(0, measured(Duration.ofSeconds(4))));
  }

  @Test
  void performance_moreCallsInFlightLast() {
    assertThat(level(0, measured(Duration.ofSeconds(3))))
        .isLessThan(level(1, measured(Duration.ofSeconds(3))));
  }

  @Test
  void performance_moreFailuresLast() {
    Performance failing = measured(Duration.ofSeconds(3));
    for (int i = 0; i < 10; i++) {
      failing = failing.failed();
    }

    assertThat(level(0, failing)).isGreaterThan(level(0, measured(Duration.ofSeconds(3))));
  }

  @Test
  void performance_forgetsOldFailures() {
    Performance failing = measured(Duration.ofSeconds(3));
    for (int i = 0; i < 10; i++) {
      failing = failing.failed();
    }
    for (int i = 0; i < 100; i++) {
      failing = failing.succeeded(Duration.ofSeconds(3).toNanos());
    }

    assertThat(level(0, failing)).isEqualTo(level(0, measured(Duration.ofSeconds(3))));
  }

  @Test
  void performance_unmeasuredIsTriedFirstButOnce() {
    assertThat(level(0, Performance.UNTRIED)).isLessThan(level(0, measured(Duration.ofNanos(1))));
    assertThat(level(1, Performance.UNTRIED))
        .isGreaterThan(level(9, measured(Duration.ofMinutes(5))));
    assertThat(level(1, Performance.UNTRIED)).isLessThan(level(2, Performance.UNTRIED));
  }

  @Test
  void performance_triedAndNeverAnswered_comesLast() {
    Performance tried = Performance.UNTRIED.failed();

    assertThat(level(0, tried)).isGreaterThan(level(9, measured(Duration.ofMinutes(5))));
    assertThat(level(0, tried)).isLessThan(level(1, tried));
  }

  @Property
  void anyAgent_hasALevel(
      @ForAll @IntRange(max = 100_000) int inFlight, @ForAll @IntRange(max = 3_600) int seconds) {
    for (SelectionPolicy policy : SelectionPolicy.values()) {
      assertThat(policy.level(inFlight, Performance.UNTRIED)).isBetween(0, 63);
      assertThat(policy.level(inFlight, measured(Duration.ofSeconds(seconds)))).isBetween(0, 63);
    }
  }
}
