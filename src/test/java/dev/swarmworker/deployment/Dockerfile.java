package dev.swarmworker.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The instructions of the image, continued lines joined.
 *
 * @param lines without comments
 */
record Dockerfile(List<String> lines) {

  static final Path FILE = Path.of("deploy", "Dockerfile");

  static Dockerfile read() {
    return of(Yaml.text(FILE));
  }

  static Dockerfile of(String text) {
    return new Dockerfile(
        text.replaceAll("(?m)^#.*\n", "")
            .replace("\\\n", " ")
            .lines()
            .filter(line -> !line.isBlank())
            .toList());
  }

  /** What follows an instruction, wherever it stands. */
  Stream<String> all(String instruction) {
    return lines.stream()
        .filter(line -> line.startsWith(instruction + " "))
        .map(line -> line.substring(instruction.length()).strip());
  }

  /** Bytes of heap in a container of this many. */
  long heap(long container) {
    return container * number("-XX:MaxRAMPercentage=(\\d+)") / 100;
  }

  long directMemory() {
    return number("-XX:MaxDirectMemorySize=(\\d+)m") << 20;
  }

  private long number(String option) {
    Matcher matcher = Pattern.compile(option).matcher(String.join("\n", lines));
    if (!matcher.find()) {
      throw new AssertionError("no " + option + " in " + FILE);
    }
    return Long.parseLong(matcher.group(1));
  }
}
