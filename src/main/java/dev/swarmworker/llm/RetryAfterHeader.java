package dev.swarmworker.llm;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** When a provider says to come back. What cannot be read is as good as absent. */
final class RetryAfterHeader {
  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Duration.ofDays(1).toMillis());

  private RetryAfterHeader() {}

  /**
   * The wait that a response asks for.
   *
   * @param headers looks a header up by its name; null where absent
   * @param now the time that a date is compared with
   * @return 0 to 1 day, or null
   */
  static @Nullable Duration in(UnaryOperator<@Nullable String> headers, Instant now) {
    Duration exact = number(headers.apply("retry-after-ms"), BigDecimal.ONE);
    if (exact != null) {
      return exact;
    }
    String value = headers.apply("retry-after");
    Duration seconds = number(value, MILLIS);
    return seconds != null ? seconds : date(value, now);
  }

  private static @Nullable Duration number(@Nullable String value, BigDecimal unit) {
    // Longer ones are no times, and an exponent would take them far: "1e999999999".
    if (value == null || value.length() > 15 || !value.strip().matches("\\d+(\\.\\d*)?")) {
      return null;
    }
    BigDecimal millis = new BigDecimal(value.strip()).multiply(unit).min(LONGEST);
    return Duration.ofMillis(millis.longValue());
  }

  private static @Nullable Duration date(@Nullable String value, Instant now) {
    if (value == null) {
      return null;
    }
    try {
      Instant then =
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(now, then);
      return wait.isNegative() ? Duration.ZERO : clamped(wait);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration clamped(Duration wait) {
    Duration day = Duration.ofDays(1);
    return wait.compareTo(day) > 0 ? day : wait;
  }
}
