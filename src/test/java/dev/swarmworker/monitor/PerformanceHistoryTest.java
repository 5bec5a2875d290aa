package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PerformanceHistoryTest {

  @Test
  void moreThanItKeeps_dropsTheOldest() {
    PerformanceHistory<Integer> history = new PerformanceHistory<>(3);
    for (int i = 1; i <= 5; i++) {
      history.add(i);
    }

    assertThat(history.newest(10)).containsExactly(3, 4, 5);
    assertThat(history.newest(2)).containsExactly(4, 5);
    assertThat(history.newest(0)).isEmpty();
    assertThat(history.newest(-1)).isEmpty();
  }

  @Test
  void capacityBelowOne_isRefused() {
    assertThatThrownBy(() -> new PerformanceHistory<>(0)).hasMessageContaining("not 0");
  }
}
