package dev.swarmworker.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterHeaderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Duration in(Map<String, String> headers) {
    return RetryAfterHeader.in(headers::get, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "7, PT7S",
    "1.5, PT1.5S",
    "99999999999, PT24H",
    "'Thu, 01 Jan 2026 00:00:20 GMT', PT20S",
    "'Wed, 31 Dec 2025 23:00:00 GMT', PT0S",
    "'Fri, 01 Jan 2027 00:00:00 GMT', PT24H"
  })
  void readableValue_isTheWait(String value, Duration expected) {
    assertThat(in(Map.of("retry-after", value))).isEqualTo(expected);
  }

  @Test
  void milliseconds_comeFirst() {
    assertThat(in(Map.of("retry-after-ms", "250", "retry-after", "9")))
        .isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1e999999999", "NaN", "Thu, 99 Jan 2026 00:00:20 GMT"})
  void unreadableValue_isNone(String value) {
    assertThat(in(Map.of("retry-after", value))).isNull();
    assertThat(in(Map.of("retry-after-ms", value))).isNull();
  }

  @Property
  void anyText_isAWaitWithinADayOrNone(@ForAll String value) {
    Duration wait = in(Map.of("retry-after", value, "retry-after-ms", value));

    if (wait != null) {
      assertThat(wait).isBetween(Duration.ZERO, Duration.ofDays(1));
    }
  }
}
