package dev.swarmworker.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.support.Logged;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class RepeatingTest {

  static Stream<Throwable> whateverItThrows() {
    return Stream.of(
        new IllegalStateException("an exception"),
        new NoClassDefFoundError("an error"),
        new StackOverflowError("of the virtual machine"));
  }

  @ParameterizedTest
  @MethodSource("whateverItThrows")
  void workThatThrows_isDoneAgain_andTheLogSaysSo(Throwable thrown) throws Exception {
    CountDownLatch times = new CountDownLatch(3);

    try (Logged logged = new Logged(Repeating.class);
        Repeating repeating = new Repeating("test")) {
      repeating.start(
          Duration.ofMillis(1),
          () -> {
            times.countDown();
            RepeatingTest.<RuntimeException>sneak(thrown);
          });

      assertThat(times.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(logged.lines()).first().isEqualTo("test failed, will be tried again");
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
