package dev.swarmworker.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Runs what has to come to its end, within bounds, whatever it is given. */
public final class Bounded {

  /** More than any pause of this machine; a reader needs milliseconds. */
  private static final Duration TIME = Duration.ofSeconds(5);

  /** What is allocated whatever the input: buffers, exceptions. */
  private static final long FLOOR = 128 << 10;

  private Bounded() {}

  /**
   * Reads {@code input} on a thread of its own.
   *
   * @param times how many times the input's size the reading may allocate, above 128 KiB
   * @return what was read; an exception of the reading is this method's own
   */
  public static <T> T reading(byte[] input, int times, Callable<T> reading) {
    return assertTimeoutPreemptively(TIME, () -> read(input.length, times, reading));
  }

  private static <T> T read(int size, int times, Callable<T> reading) throws Exception {
    long bound = FLOOR + (long) times * size;
    Allocation first = Allocation.ofThisThread();
    T read = reading.call();
    if (first.bytes() > bound) {
      // Classes that it met for the first time are allocated once.
      Allocation second = Allocation.ofThisThread();
      read = reading.call();
      assertThat(second.bytes()).as("bytes allocated for %d", size).isLessThan(bound);
    }
    return read;
  }
}
