package dev.swarmworker.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The user that docs/security.md gives the worker may do what its scripts and its client ask for.
 * Without a server: also what a run comes to rarely, such as an eviction.
 */
class RedisRightsTest {

  private static final Path SCRIPTS = Path.of("src/main/resources/lua");
  private static final Path STATE = Path.of("src/main/java/dev/swarmworker/state");

  private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('([A-Za-z]+)'");
  private static final Pattern COMMAND = Pattern.compile("Command\\.([A-Z]+)\\b");

  /** Of the client alone, which chooses its database by it. */
  private static final Set<String> OF_THE_CLIENT = Set.of("select");

  @Test
  void everyCommandOfAScript_isAllowed() {
    Set<String> asked = named(CALL, SCRIPTS, ".lua");

    assertThat(asked).hasSizeGreaterThan(20);
    assertThat(allowed()).containsAll(asked);
  }

  @Test
  void everyCommandOfTheWorker_isAllowed() {
    Set<String> asked = named(COMMAND, STATE, ".java");

    assertThat(asked).contains("evalsha", "subscribe");
    assertThat(allowed()).containsAll(asked);
  }

  @Test
  void whatNobodyAsksFor_isNotAllowed() {
    Set<String> asked = new TreeSet<>(named(CALL, SCRIPTS, ".lua"));
    asked.addAll(named(COMMAND, STATE, ".java"));
    asked.addAll(OF_THE_CLIENT);

    assertThat(asked).containsAll(allowed());
  }

  private static Set<String> named(Pattern pattern, Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .flatMap(file -> pattern.matcher(text(file)).results())
          .map(found -> found.group(1).toLowerCase(Locale.ROOT))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> allowed() {
    return text(Path.of("docs", "security.md"))
        .lines()
        .filter(line -> line.startsWith("user swarm "))
        .flatMap(line -> List.of(line.split(" ")).stream())
        .filter(word -> word.startsWith("+"))
        .map(word -> word.substring(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
