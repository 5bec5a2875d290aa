package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StandingTest {

  private static final Performance QUICK =
      Performance.UNTRIED.succeeded(Duration.ofSeconds(1).toNanos());

  private final Standing standing = new Standing();

  private int level(int number) {
    return standing.level(number, SelectionPolicy.LEAST_LOADED);
  }

  @Test
  void manyAgents_eachKeepsItsOwn() {
    int[] numbers = new int[1_000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = standing.begin(i + 2);
      for (int calls = 0; calls < i % 3; calls++) {
        standing.callBegins(numbers[i]);
      }
    }
    standing.learn(numbers[500], QUICK);
    standing.health(numbers[500], Health.HEALTHY.failed(false, 1, 0));

    for (int i = 0; i < numbers.length; i++) {
      boolean changed = i == 500;
      assertThat(standing.inFlight(numbers[i])).isEqualTo(i % 3);
      assertThat(standing.performance(numbers[i])).isEqualTo(changed ? QUICK : Performance.UNTRIED);
      assertThat(standing.health(numbers[i]).isHealthy()).isEqualTo(!changed);
      int expected = changed ? Levels.NOWHERE : i % 3;
      assertThat(level(numbers[i])).isEqualTo(expected);
    }
  }

  @Test
  void full_belongsNowhere() {
    int number = standing.begin(1);
    assertThat(level(number)).isZero();

    standing.callBegins(number);
    assertThat(level(number)).isEqualTo(Levels.NOWHERE);

    standing.reconfigure(number, 2);
    assertThat(level(number)).isOne();
  }

  @Test
  void retired_itsNumberIsGivenAnewOnceItsLastCallHasEnded() {
    int number = standing.begin(2);
    standing.callBegins(number);
    standing.learn(number, QUICK);
    standing.health(number, Health.HEALTHY.failed(false, 9, 0));
    standing.retire(number);
    assertThat(level(number)).isEqualTo(Levels.NOWHERE);
    assertThat(standing.begin(1)).isNotEqualTo(number);

    standing.callEnds(number);

    assertThat(standing.begin(1)).isEqualTo(number);
    assertThat(standing.inFlight(number)).isZero();
    assertThat(standing.performance(number)).isEqualTo(Performance.UNTRIED);
    assertThat(standing.health(number)).isSameAs(Health.HEALTHY);
    assertThat(standing.begin(1)).isNotEqualTo(number);
  }
}
