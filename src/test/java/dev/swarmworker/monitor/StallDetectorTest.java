package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallDetectorTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final StallDetector detector = new StallDetector(Duration.ofSeconds(60), now::get);

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void nothingDue_isNeverStalled() {
    pass(10_000);

    assertThat(detector.isStalled(false)).isFalse();
  }

  @Test
  void workDueAndNothingMoves_isStalledAtTheLimit() {
    detector.isStalled(false);
    pass(59);
    assertThat(detector.isStalled(true)).isFalse();
    pass(1);
    assertThat(detector.isStalled(true)).isTrue();
  }

  @Test
  void workThatBecomesDueLate_hasTheWholeLimit() {
    pass(10_000);
    detector.isStalled(false);
    pass(59);

    assertThat(detector.isStalled(true)).isFalse();
  }

  @Test
  void movement_endsAStall() {
    pass(61);
    assertThat(detector.isStalled(true)).isTrue();

    detector.moved("task");

    assertThat(detector.isStalled(true)).isFalse();
  }

  @Test
  void callThatEnded_excusesNothingMore() {
    detector.busy("task", Duration.ofMinutes(10));
    detector.moved("task");
    pass(60);

    assertThat(detector.isStalled(true)).isTrue();
  }

  @Test
  void callWithinItsTime_isNoStall_andOneBeyondIs() {
    detector.busy("task", Duration.ofMinutes(10));
    pass(599);
    assertThat(detector.isStalled(true)).isFalse();
    pass(60);
    assertThat(detector.isStalled(true)).isTrue();
  }
}
