package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuMeterTest {

  private static final int PROCESSORS = 4;

  private long cpu = 1_000;
  private long time = -5_000;
  private final CpuMeter meter = new CpuMeter(() -> cpu, () -> time, () -> PROCESSORS);

  @Test
  void load_isTheShareOfAllProcessorsSinceTheLook() {
    after(Duration.ofSeconds(10), Duration.ofSeconds(20));
    assertThat(meter.load()).isEqualTo(0.5);

    after(Duration.ofSeconds(10), Duration.ZERO);
    assertThat(meter.load()).isZero();
  }

  @Test
  void moreThanThereIs_isOne() {
    after(Duration.ofSeconds(1), Duration.ofSeconds(9));

    assertThat(meter.load()).isEqualTo(1);
  }

  @Test
  void secondLookAtOnce_repeatsTheFigureAndEndsNoSpan() {
    // Given
    after(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(meter.load()).isEqualTo(0.25);

    // When
    after(CpuMeter.SHORTEST_SPAN.minusNanos(1), Duration.ofSeconds(2));

    // Then
    assertThat(meter.load()).isEqualTo(0.25);
    after(Duration.ofSeconds(1).minus(CpuMeter.SHORTEST_SPAN).plusNanos(1), Duration.ZERO);
    assertThat(meter.load()).isEqualTo(0.5);
  }

  @Test
  void unknownProcessorTime_isZero() {
    cpu = -1;
    CpuMeter unknown = new CpuMeter(() -> cpu, () -> time, () -> PROCESSORS);
    time += Duration.ofSeconds(1).toNanos();

    assertThat(unknown.load()).isZero();
  }

  private void after(Duration elapsed, Duration used) {
    time += elapsed.toNanos();
    cpu += used.toNanos();
  }
}
