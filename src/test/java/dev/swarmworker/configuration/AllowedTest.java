package dev.swarmworker.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedTest {

  enum Pace {
    SLOW,
    VERY_FAST
  }

  interface Settings {
    @Min(1) @Max(20) int number();

    @Range(min = 0, max = 9)
    OptionalInt range();

    @DecimalMin(value = "0", inclusive = false) @DecimalMax("1") double share();

    @DurationMin(millis = 10)
    @DurationMax(minutes = 1, seconds = 30)
    Duration time();

    boolean flag();

    Optional<Pace> pace();

    @Pattern(regexp = "[a-z]") String pattern();

    Optional<Set<@NotBlank String>> names();

    MemorySize bytes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "number; number, at least 1, at most 20",
        "range; number, 0 to 9",
        "share; number, more than 0, at most 1",
        "time; duration, at least 10ms, at most 1m 30s",
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
