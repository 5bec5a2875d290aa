package dev.swarmworker.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  /** One of each kind. */
  @ConfigMapping(prefix = "x")
  interface Settings {
    @WithDefault("5")
    @Within(least = "1", most = "9")
    int number();

    @WithDefault("0.5")
    @Within(least = "0.01", most = "1")
    double share();

    @WithDefault("1s")
    @Within(least = "10ms")
    Duration someTime();

    @WithDefault("1m")
    @Within(most = "1h")
    Duration notLong();

    @Matching("[a-z]+")
    @WithDefault("a")
    String word();

    @Matching(value = "[a-z]+", otherwise = "is no word")
    Optional<List<String>> words();

    Group group();

    /** Within another. */
    interface Group {
      @WithDefault("0")
      @Within(least = "0")
      int deep();
    }
  }

  private static void read(Map<String, String> settings) {
    new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withCustomizers(new Limits())
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withMapping(Settings.class)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "number, 0, 'x.number is 0, must be 1 to 9'",
    "number, 10, 'x.number is 10, must be 1 to 9'",
    "share, 0.009, 'x.share is 0.009, must be 0.01 to 1'",
    "share, 1.1, 'x.share is 1.1, must be 0.01 to 1'",
    "share, NaN, 'x.share is NaN, must be 0.01 to 1'",
    "share, Infinity, 'x.share is Infinity, must be 0.01 to 1'",
    "some-time, 9ms, 'x.some-time is PT0.009S, must be 10ms or more'",
    "not-long, 61m, 'x.not-long is PT1H1M, must be 1h or less'",
    "word, aB, 'x.word is ''aB'', must match [a-z]+'",
    "words, 'a,secret1', 'x.words is no word'",
    "group.deep, -1, 'x.group.deep is -1, must be 0 or more'"
  })
  void beyondBounds_isRefusedWithKeyValueAndBounds(String key, String value, String said) {
    assertThatThrownBy(() -> read(Map.of("x." + key, value)))
        .isInstanceOf(ConfigValidationException.class)
        .extracting(wrong -> ((ConfigValidationException) wrong).getProblem(0).getMessage())
        .isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({
    "number, 1",
    "number, 9",
    "share, 0.01",
    "share, 1.0",
    "some-time, 10ms",
    "not-long, 1h",
    "words, 'a,b'",
    "group.deep, 0"
  })
  void theBoundsThemselves_areTaken(String key, String value) {
    assertThatCode(() -> read(Map.of("x." + key, value))).doesNotThrowAnyException();
  }

  @Test
  void allThatIsWrong_isToldAtOnce() {
    ConfigValidationException wrong =
        catchThrowableOfType(
            ConfigValidationException.class,
            () -> read(Map.of("x.number", "0", "x.group.deep", "-2")));

    assertThat(wrong.getProblemCount()).isEqualTo(2);
  }
}
