package dev.swarmworker.endtoend;

import dev.swarmworker.local.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs. */
final class Jvm {

  /**
   * What every contestant on a JVM gets: the published image's bounds in 512 MiB
   * (deploy/Dockerfile), and the collector that the JVM chooses for itself in so little.
   */
  private static final List<String> AS_IN_THE_IMAGE =
      List.of(
          "-Xmx281m",
          "-XX:MaxDirectMemorySize=96m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** This worker's package, in which it is started. */
  static final Path PACKAGE = Path.of("target/quarkus-app").toAbsolutePath();

  private static final Path CACHE = Path.of("target/bench/worker.aot").toAbsolutePath();

  private Jvm() {}

  /** A contestant's JVM. */
  static List<String> contestant(Path gcLog, List<String> more, List<String> main) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(AS_IN_THE_IMAGE);
    command.add(GcLog.option(gcLog));
    command.addAll(more);
    command.addAll(main);
    return command;
  }

  /** Makes the cache with which this worker's JVM starts, as the image's build does. */
  static List<String> training() {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(mainOfThisClassPath(Training.class));
    command.addAll(List.of(PACKAGE.toString(), CACHE.toString()));
    command.addAll(AS_IN_THE_IMAGE);
    return command;
  }

  /**
   * This worker's JVM, started in its package as it was in the training: where the class path is
   * written in another way, the JVM verifies each class again.
   */
  static List<String> worker(Path gcLog, List<String> more) {
    List<String> trained = new ArrayList<>(List.of("-XX:AOTCache=" + CACHE));
    trained.addAll(more);
    return contestant(gcLog, trained, List.of("-jar", "quarkus-run.jar"));
  }

  /** A class of ours, on the class path of this very JVM. */
  static List<String> ofThisClassPath(Class<?> main, List<String> options) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(options);
    command.addAll(mainOfThisClassPath(main));
    return command;
  }

  static List<String> mainOfThisClassPath(Class<?> main) {
    return List.of("-classpath", System.getProperty("java.class.path"), main.getName());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
