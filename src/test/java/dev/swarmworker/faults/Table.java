package dev.swarmworker.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** One line for each scenario of a run, as Markdown, written as they end. */
final class Table {

  static final Path FOLDER = Path.of("target", "faults");

  private static final Path FILE = FOLDER.resolve("table.md");

  Table(long seed) {
    write(
        """
        Seed %d. All again: `./mvnw -Pfaults verify -Dswarm.faults.seed=%d`. One class alone: beside \
        it `-Dit.test=NAME -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false`.

        | scenario | fault | tasks and outcomes | copies | calls again / allowed | longest recovery | took | violations |
        |---|---|---|---|---|---|---|---|
        """
            .formatted(seed, seed),
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  void add(List<String> cells) {
    write("| " + String.join(" | ", cells) + " |\n", StandardOpenOption.APPEND);
  }

  void print() {
    try {
      System.out.println(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String text, StandardOpenOption how) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(FILE, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
