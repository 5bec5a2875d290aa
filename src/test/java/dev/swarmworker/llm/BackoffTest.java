package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration BASE = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofSeconds(60);

  /** Draws the largest value that is asked for. */
  private static final class Largest implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new AssertionError("a bound is asked for");
    }

    @Override
    public long nextLong(long bound) {
      return bound - 1;
    }
  }

  @Test
  void ceiling_doublesUpToTheMaximum() {
    Backoff backoff = new Backoff(BASE, MAX, new Largest());

    assertThat(backoff.after(1, null)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(2, null)).isEqualTo(Duration.ofSeconds(2));
    assertThat(backoff.after(6, null)).isEqualTo(Duration.ofSeconds(32));
    assertThat(backoff.after(7, null)).isEqualTo(MAX);
    assertThat(backoff.after(Integer.MAX_VALUE, null)).isEqualTo(MAX);
  }

  @Property
  void wait_isWithinItsCeilingAndNeverLessThanAsked(
      @ForAll @IntRange(min = 1, max = 30) int attempt,
      @ForAll @LongRange(min = 0, max = 1_000_000) long askedMillis,
      @ForAll long seed) {
    Backoff backoff = new Backoff(BASE, MAX, new Random(seed));
    Duration asked = Duration.ofMillis(askedMillis);

    assertThat(backoff.after(attempt, null)).isBetween(Duration.ZERO, MAX);
    Duration wait = backoff.after(attempt, asked);
    Duration most = asked.plus(BASE).compareTo(MAX) > 0 ? asked.plus(BASE) : MAX;
    assertThat(wait).isBetween(asked, most);
  }

  @Test
  void jitter_isFull() {
    Backoff backoff = new Backoff(BASE, MAX, new Random(7));

    assertThat(java.util.stream.IntStream.range(0, 1000).mapToObj(i -> backoff.after(1, null)))
        .anyMatch(wait -> wait.toMillis() < 50)
        .anyMatch(wait -> wait.toMillis() > 950);
  }
}
