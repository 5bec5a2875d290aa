package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.swarmworker.faults.Slope.Point;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlopeTest {

  private static List<Point> heap(double perTask, double noise) {
    Random random = new Random(1);
    return IntStream.range(0, 40)
        .mapToObj(i -> new Point(i * 300, 60e6 + perTask * i * 300 + noise * random.nextGaussian()))
        .toList();
  }

  @Test
  void pointsOnALine_haveItsSlopeWithoutError() {
    Slope slope = Slope.through(heap(120, 0));

    assertThat(slope.perUnit()).isCloseTo(120, within(1e-6));
    assertThat(slope.error()).isCloseTo(0, within(1e-6));
    assertThat(slope.isAbove(100)).isTrue();
    assertThat(slope.isAbove(121)).isFalse();
  }

  @Test
  void noiseWithoutGrowth_isNoLeak() {
    assertThat(Slope.through(heap(0, 1e6)).isAbove(100)).isFalse();
  }

  @Test
  void growthUnderNoise_isSeen() {
    assertThat(Slope.through(heap(400, 1e6)).isAbove(100)).isTrue();
  }

  @Test
  void tooFewPoints_areNoLine() {
    assertThatThrownBy(() -> Slope.through(heap(1, 0).subList(0, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
