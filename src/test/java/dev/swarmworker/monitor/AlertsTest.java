package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AlertsTest {

  private static final AlertRule POOL = new AlertRule(AlertKind.POOL_USE, 0.9, 0.8, 3);

  private final Alerts alerts = new Alerts(List.of(POOL));

  @Test
  void overTheThresholdLongEnough_isRaisedOnce() {
    assertThat(observe(0.95)).isEmpty();
    assertThat(observe(0.95)).isEmpty();
    assertThat(observe(0.96)).containsExactly(new Alert.Raised(AlertKind.POOL_USE, 0.96, 0.9));
    assertThat(observe(1)).isEmpty();
    assertThat(alerts.active()).containsExactly(AlertKind.POOL_USE);
  }

  @Test
  void oneSampleNotOver_beginsTheCountAgain() {
    observe(0.95);
    observe(0.95);
    assertThat(observe(0.9)).isEmpty();
    observe(0.95);
    assertThat(observe(0.95)).isEmpty();

    assertThat(observe(0.95)).hasSize(1);
  }

  @Test
  void betweenTheTwoFigures_staysRaised() {
    raise();

    assertThat(observe(0.81)).isEmpty();
    assertThat(observe(0.95)).isEmpty();
    assertThat(alerts.active()).containsExactly(AlertKind.POOL_USE);
  }

  @Test
  void downToTheClearingFigure_isClearedAtOnceAndOnce() {
    raise();

    assertThat(observe(0.8)).containsExactly(new Alert.Cleared(AlertKind.POOL_USE, 0.8, 0.9));
    assertThat(observe(0.1)).isEmpty();
    assertThat(alerts.active()).isEmpty();
  }

  @Test
  void clearedAlert_canBeRaisedAgain() {
    raise();
    observe(0.1);

    raise();
  }

  @Test
  void figureThatSaysNothing_changesNothing() {
    // Given a raised failure rate, and then no task that ends
    Alerts rate = new Alerts(List.of(new AlertRule(AlertKind.FAILURE_RATE, 0.1, 0.09, 1)));
    assertThat(rate.observe(failures(OptionalDouble.of(0.5)))).hasSize(1);

    // Then
    assertThat(rate.observe(failures(OptionalDouble.empty()))).isEmpty();
    assertThat(rate.active()).containsExactly(AlertKind.FAILURE_RATE);
    assertThat(rate.observe(failures(OptionalDouble.of(0)))).hasSize(1);
  }

  @Test
  void severalKinds_areIndependent() {
    Alerts all =
        new Alerts(
            List.of(
                new AlertRule(AlertKind.POOL_WAITING, 0, 0, 1),
                new AlertRule(AlertKind.MEMORY, 1000, 900, 1)));

    assertThat(all.observe(new Figures(OptionalDouble.empty(), 0, 1, 1001)))
        .containsExactly(
            new Alert.Raised(AlertKind.POOL_WAITING, 1, 0),
            new Alert.Raised(AlertKind.MEMORY, 1001, 1000));
    assertThat(all.observe(new Figures(OptionalDouble.empty(), 0, 0, 1001)))
        .containsExactly(new Alert.Cleared(AlertKind.POOL_WAITING, 0, 0));
  }

  @Property
  void anySamples_makeRaisedAndClearedTakeTurns(
      @ForAll @Size(max = 200) List<@DoubleRange(min = 0.7, max = 1) Double> samples) {
    Alerts fresh = new Alerts(List.of(POOL));
    boolean raised = false;
    for (double sample : samples) {
      for (Alert alert : fresh.observe(pool(sample))) {
        assertThat(alert instanceof Alert.Raised).isEqualTo(!raised);
        raised = !raised;
      }
      assertThat(fresh.active().isEmpty()).isEqualTo(!raised);
    }
  }

  @Test
  void detail_tellsKindFigureAndThreshold() {
    assertThat(new Alert.Raised(AlertKind.FAILURE_RATE, 1.0 / 3, 0.1).detail())
        .isEqualTo("failure-rate 0.333 over 0.100");
    assertThat(new Alert.Cleared(AlertKind.MEMORY, 1e9, 536870912).detail())
        .isEqualTo("memory 1000000000 no longer over 536870912");
  }

  @Test
  void failureRate_saysNothingWhereNothingEnded() {
    assertThat(Figures.failureRate(0, 0)).isEmpty();
    assertThat(Figures.failureRate(1, 4)).hasValue(0.25);
  }

  @Test
  void rulesThatContradict_areRefused() {
    assertThatThrownBy(() -> new AlertRule(AlertKind.MEMORY, 1, 2, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AlertRule(AlertKind.MEMORY, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Alerts(List.of(POOL, POOL)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void raise() {
    observe(0.95);
    observe(0.95);
    assertThat(observe(0.95)).hasSize(1);
  }

  private List<Alert> observe(double poolUse) {
    return alerts.observe(pool(poolUse));
  }

  private static Figures pool(double use) {
    return new Figures(OptionalDouble.empty(), use, 0, 0);
  }

  private static Figures failures(OptionalDouble rate) {
    return new Figures(rate, 0, 0, 0);
  }
}
