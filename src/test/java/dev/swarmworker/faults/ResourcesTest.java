package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourcesTest {

  private static final int MIB = 1 << 20;
  private static final Resources LEVEL = new Resources(47, 72, 20 * MIB);

  @Test
  void littleMore_isTheSameLevel() {
    assertThat(new Resources(50, 76, 22 * MIB).above(LEVEL)).isEmpty();
    assertThat(new Resources(30, 50, 10 * MIB).above(LEVEL)).isEmpty();
  }

  @Test
  void muchMoreOfEach_isTold() {
    assertThat(new Resources(60, 90, 40 * MIB).above(LEVEL))
        .containsExactly(
            "60 threads, 47 before", "90 descriptors, 72 before", "40 MiB of heap, 20 before");
  }
}
