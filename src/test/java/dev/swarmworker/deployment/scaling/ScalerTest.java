package dev.swarmworker.deployment.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The formulas, as KEDA and Kubernetes publish them. */
class ScalerTest {

  private static final Scaling SCALING =
      new Scaling(
          0,
          20,
          600,
          List.of(Trigger.lag(100)),
          new Rules(0, 100, 4, 30),
          new Rules(300, 20, 1, 120));

  private final Scaler scaler = new Scaler(SCALING);

  @Test
  void average_isDividedByItsTarget_andRoundedUp() {
    assertThat(Trigger.lag(100).desired(lag(301), 1)).isEqualTo(4);
  }

  @Test
  void value_multipliesTheWorkersThereAre() {
    assertThat(Trigger.oldestWait(60).desired(new Figures(0, 0, 0, 90), 4)).isEqualTo(6);
  }

  @Test
  void withinATenth_nothingChanges() {
    assertThat(Trigger.lag(100).desired(lag(430), 4)).isEqualTo(4);
  }

  @Test
  void noWorkers_oneIsWoken_byAnyLag() {
    assertThat(scaler.decide(0, 0, lag(0))).isZero();
    assertThat(scaler.decide(15, 0, lag(1))).isEqualTo(1);
  }

  @Test
  void nothingToDo_theLastGoAfterTheCoolDown() {
    scaler.decide(0, 1, lag(1));

    assertThat(scaler.decide(585, 1, lag(0))).isEqualTo(1);
    assertThat(scaler.decide(600, 1, lag(0))).isZero();
  }

  @Test
  void muchLag_growsNoFasterThanAllowed() {
    assertThat(scaler.decide(0, 1, lag(2000))).isEqualTo(5);
    assertThat(scaler.decide(15, 5, lag(2000))).isEqualTo(5);
    assertThat(scaler.decide(30, 5, lag(2000))).isEqualTo(10);
    assertThat(scaler.decide(60, 10, lag(2000))).isEqualTo(20);
    assertThat(scaler.decide(90, 20, lag(20000))).isEqualTo(20);
  }

  @Test
  void lessLag_shrinksOnlyAfterTheWindow_andSlowly() {
    scaler.decide(0, 10, lag(1000));

    assertThat(scaler.decide(285, 10, lag(100))).isEqualTo(10);
    assertThat(scaler.decide(300, 10, lag(100))).isEqualTo(8);
    assertThat(scaler.decide(315, 8, lag(100))).isEqualTo(8);
    assertThat(scaler.decide(420, 8, lag(100))).isEqualTo(6);
  }

  private static Figures lag(int records) {
    return new Figures(records, 0, 0, 0);
  }
}
