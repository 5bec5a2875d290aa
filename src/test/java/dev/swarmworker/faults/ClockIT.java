package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.faults.Submission.Expected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker whose clock is wrong by an hour, beside one whose clock is right. */
@InWorld
@Tag("faults")
class ClockIT {

  private static final Duration A_WHILE = Duration.ofMinutes(3);

  private final World world;

  ClockIT(World world) {
    this.world = world;
  }

  @Test
  void clockAnHourAhead_takesNothingFromItsNeighbour() {
    clock("clock-ahead", "one worker's clock an hour ahead", "+1h");
  }

  @Test
  void clockAnHourBehind_takesNothingFromItsNeighbour() {
    clock("clock-behind", "one worker's clock an hour behind", "-1h");
  }

  private void clock(String scenario, String fault, String offset) {
    try (Fleet fleet = world.fleet(World.IMPATIENT)) {
      fleet.begin("right");
      fleet.begin("wrong", fakeTime(offset));
      fleet.awaitReady("right");
      fleet.awaitReady("wrong");
      try (History history = world.history(scenario, fault, fleet)) {
        Instant begun = Instant.now().minusSeconds(1);
        // Longer than a lease, so that each is renewed, and seen by the other's clock.
        List<String> ids = history.submitOneEach("latency=5s");
        assertThat(ids).anyMatch(id -> fleet.works("wrong", id));
        for (int i = 0; i < 4 * World.PARTITIONS; i++) {
          submit(history, i, Duration.ofMinutes(5), Expected.DONE);
          submit(history, i, Duration.ofMinutes(-5), Expected.deadlineExceeded());
        }
        history.check();
        assertThat(ids)
            .allSatisfy(
                id -> assertThat(timeOf(history, id)).isBetween(begun, begun.plus(A_WHILE)));
      }
    }
  }

  private static void submit(History history, int number, Duration left, Expected expected) {
    String deadline = "'constraints':{'deadline':'%s'}".formatted(Instant.now().plus(left));
    history.submitTo(number % World.PARTITIONS, "latency=200ms", deadline, expected);
  }

  private static Instant timeOf(History history, String id) {
    return Instant.parse(history.result(id).path("timestamp").asText());
  }

  /**
   * The JVM's own waits go by the monotonic clock, which no wrong date changes. Without the last of
   * these some of them would not wait at all.
   */
  private static Map<String, String> fakeTime(String offset) {
    return Map.of(
        "LD_PRELOAD",
        library().toString(),
        "FAKETIME",
        offset,
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  private static Path library() {
    try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
      return folders
          .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("libfaketime is missing: apt-get install faketime"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
