package dev.swarmworker.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that these checks need and that a machine may lack. Where it is missing a test is
 * skipped with a line that says so; in continuous integration ({@code CI=true}) it fails.
 */
record Tool(Path program) {

  private static final long PATIENCE_SECONDS = 120;

  /** What a program said, on both streams, and its exit code. */
  record Said(int exit, String words) {}

  /** One of these programs, by its name on the PATH. */
  static Tool required(String name, String whereFrom) {
    return onPath(name).map(Tool::new).findFirst().orElseGet(() -> missing(name, whereFrom));
  }

  private static Tool missing(String name, String whereFrom) {
    String words = "%s is not on the PATH (%s): not checked".formatted(name, whereFrom);
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new AssertionError(words);
    }
    System.err.println("[WARNING] " + words);
    return Assumptions.abort(words);
  }

  private static Stream<Path> onPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable);
  }

  Said run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try {
      Path words = Files.createTempFile("said-", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(command + " does not end");
        }
        return new Said(process.exitValue(), Files.readString(words, UTF_8));
      } finally {
        Files.delete(words);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
