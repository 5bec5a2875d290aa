package dev.swarmworker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PerformanceTest {

  /** A negative time stands for a failure. */
  @Property
  void anyCalls_fitIntoALong(
      @ForAll List<@LongRange(min = -1, max = 3_600_000_000_000L) Long> calls) {
    Performance performance = Performance.UNTRIED;
    for (long nanos : calls) {
      performance = nanos < 0 ? performance.failed() : performance.succeeded(nanos);
    }

    assertThat(Performance.of(performance.bits())).isEqualTo(performance);
    assertThat(performance.isUntried()).isEqualTo(calls.isEmpty());
    assertThat(performance.isMeasured()).isEqualTo(calls.stream().anyMatch(nanos -> nanos >= 0));
  }
}
