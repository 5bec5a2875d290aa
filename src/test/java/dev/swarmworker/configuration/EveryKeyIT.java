package dev.swarmworker.configuration;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.support.WorkerProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Each key of the page, given wrong in the environment: the start ends at once and names it. */
class EveryKeyIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Map<String, String> RIGHT =
      Map.of(
          "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
          "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1",
          "ANTHROPIC_API_KEY", "key");

  private final List<Key> keys = ConfigurationPage.ofTheApplication().keys();

  @Test
  void unreadable_isNamedWithItsValue() {
    List<Key> typed = keys(key -> !key.allowed().matches("text.*|Path")); // these take any words

    String said = saidOf(typed.stream().collect(toMap(EveryKeyIT::variable, _ -> "unread-able")));

    assertThat(typed).hasSizeGreaterThan(50);
    assertThat(typed)
        .allSatisfy(
            key ->
                assertThat(said.lines())
                    .as(key.name())
                    .anyMatch(
                        line -> line.contains(name(key) + " ") && line.contains("unread-able")));
  }

  @Test
  void outOfBounds_isNamedWithItsValueAndTheBounds() {
    List<Key> bounded = keys(key -> key.allowed().matches("(number|duration),? .*"));

    String said =
        saidOf(
            bounded.stream()
                .collect(
                    toMap(
                        EveryKeyIT::variable,
                        key -> key.allowed().startsWith("number") ? "-1" : "PT-1S")));

    assertThat(bounded).hasSizeGreaterThan(35);
    assertThat(bounded)
        .allSatisfy(
            key ->
                assertThat(said.lines())
                    .as(key.name())
                    .anyMatch(line -> line.matches(".*\\Q" + name(key) + "\\E is .*, must be .*")));
  }

  private List<Key> keys(Predicate<Key> which) {
    return keys.stream().filter(which).toList();
  }

  private static String variable(Key key) {
    return key.variable().replace("<ID>", "X");
  }

  private static String name(Key key) {
    return key.name().replace("<id>", "x");
  }

  private static String saidOf(Map<String, String> wrong) {
    Map<String, String> settings = new HashMap<>(RIGHT);
    settings.putAll(wrong);
    try (WorkerProcess worker = WorkerProcess.start("wrong", settings)) {
      assertThat(worker.awaitExit(SOON)).as(worker.log()).isEqualTo(1);
      assertThat(worker.log()).doesNotContain("\tat ");
      return worker.log();
    }
  }
}
