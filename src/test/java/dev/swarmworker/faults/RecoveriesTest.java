package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecoveriesTest {

  private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

  private final Recoveries recoveries = new Recoveries();

  private Optional<Duration> longest(Map<String, Instant> ends) {
    return recoveries.longest(id -> Optional.ofNullable(ends.get(id)));
  }

  @Test
  void longestOfAll_isTold() {
    recoveries.from(BEGIN, Set.of("a", "b"));
    recoveries.from(BEGIN.plusSeconds(10), Set.of("c"));

    assertThat(
            longest(
                Map.of(
                    "a", BEGIN.plusSeconds(3),
                    "b", BEGIN.plusSeconds(4),
                    "c", BEGIN.plusSeconds(12))))
        .contains(Duration.ofSeconds(4));
  }

  @Test
  void nothingInHand_orNotAllEnded_isNoTime() {
    assertThat(longest(Map.of())).isEmpty();
    recoveries.from(BEGIN, Set.of("a", "b"));
    assertThat(longest(Map.of("a", BEGIN.plusSeconds(3)))).isEmpty();
  }
}
