package dev.swarmworker.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Makes contestants from their sources, each once in a run. */
final class Builds {

  private static final Path SOURCES = Path.of("src/bench/contestants");

  private final Set<List<String>> done = new HashSet<>();
  private final boolean wanted;

  /**
   * @param wanted false where all was built before and is to be taken as it is
   */
  Builds(boolean wanted) {
    this.wanted = wanted;
  }

  /** The package of this project, as {@code ./mvnw package} makes it. */
  void worker() {
    run(Path.of("."), List.of("./mvnw", "-q", "-B", "package", "-DskipTests"));
    run(Path.of("."), Jvm.training(), "this worker's training");
  }

  /** A project of its own, built into this folder. */
  void maven(String name, Path target) {
    run(
        Path.of("."),
        List.of(
            "./mvnw",
            "-q",
            "-B",
            "package",
            "-f",
            SOURCES.resolve(name).resolve("pom.xml").toString(),
            "-Dbench.target=" + target));
  }

  /** Scripts, copied into this folder together with what they need from the registry. */
  void npm(String name, Path target) {
    try {
      Files.createDirectories(target);
      copy(SOURCES.resolve("tasks.js"), target);
      try (Stream<Path> files = Files.list(SOURCES.resolve(name))) {
        for (Path file : files.toList()) {
          copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> install = new ArrayList<>(List.of("npm", "install", "--no-package-lock"));
    install.addAll(List.of("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
    run(target, install);
    if (Files.exists(target.resolve("unpack.sh"))) {
      run(target, List.of("sh", "unpack.sh"));
    }
  }

  private static void copy(Path file, Path folder) throws IOException {
    Files.copy(
        file,
        folder.resolve(file.getFileName()),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private void run(Path folder, List<String> command) {
    run(folder, command, String.join(" ", command));
  }

  private void run(Path folder, List<String> command, String inWords) {
    List<String> what = new ArrayList<>(command);
    what.add(folder.toString());
    if (!wanted || !done.add(what)) {
      return;
    }
    System.out.println("building: " + inWords);
    try {
      Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
      process.getOutputStream().close();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("not built: " + inWords);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
