package dev.swarmworker.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.setting.Matching;
import dev.swarmworker.setting.Within;
import io.quarkus.runtime.configuration.MemorySize;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedTest {

  enum Pace {
    SLOW,
    VERY_FAST
  }

  interface Settings {
    @Within(least = "1", most = "20")
    int number();

    @Within(least = "0")
    OptionalInt open();

    @Within(most = "0.5")
    double share();

    @Within(least = "10ms", most = "90s")
    Duration time();

    boolean flag();

    Optional<Pace> pace();

    @Matching("[a-z]")
    String pattern();

    Optional<Set<String>> names();

    MemorySize bytes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "number; number, 1 to 20",
        "open; number, at least 0",
        "share; number, at most 0.5",
        "time; duration, 10ms to 90s",
        "flag; `true` or `false`",
        "pace; `slow` or `very-fast`",
        "pattern; text, matching `[a-z]`",
        "names; texts, comma-separated",
        "bytes; size"
      })
  void typeAndConstraints_areSaid(String method, String said) throws NoSuchMethodException {
    assertThat(Allowed.of(Settings.class.getMethod(method))).isEqualTo(said);
  }
}
