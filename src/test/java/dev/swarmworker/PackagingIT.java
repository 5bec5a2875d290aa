package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is shipped: the application, and nothing of the local environment. */
class PackagingIT {

  private static final Path PACKAGE = Path.of(System.getProperty("swarm.jar")).getParent();

  @Test
  void libraries_haveWhatTheWorkerNeeds_andNoServerToEmbed() throws IOException {
    List<String> libraries = jars("lib").map(jar -> jar.getFileName().toString()).toList();

    assertThat(libraries)
        .anyMatch(jar -> jar.startsWith("org.apache.kafka.kafka-clients-"))
        .anyMatch(jar -> jar.startsWith("io.vertx.vertx-redis-client-"))
        .noneMatch(jar -> jar.startsWith("org.apache.kafka.kafka_"))
        .noneMatch(jar -> jar.startsWith("org.apache.kafka.kafka-server"))
        .noneMatch(jar -> jar.contains("scala-library"))
        .noneMatch(jar -> jar.contains("embedded-redis"))
        .noneMatch(jar -> jar.contains("jedis"));
  }

  @Test
  void libraries_holdNoServer() throws IOException {
    List<String> entries = entries("lib");

    assertThat(entries).contains("org/apache/kafka/clients/consumer/KafkaConsumer.class");
    assertThat(entries.stream().filter(PackagingIT::isServer)).isEmpty();
  }

  @Test
  void classes_haveTheApplication_andNothingLocal() throws IOException {
    List<String> entries =
        Stream.concat(entries("app").stream(), entries("quarkus").stream()).toList();

    assertThat(entries).contains("dev/swarmworker/task/Task.class", "application.properties");
    assertThat(entries.stream().filter(entry -> entry.contains("dev/swarmworker/local"))).isEmpty();
  }

  private static boolean isServer(String entry) {
    return entry.startsWith("kafka/server/")
        || entry.startsWith("redis/embedded/")
        || entry.contains("redis-server");
  }

  private static List<String> entries(String folder) throws IOException {
    return jars(folder).flatMap(PackagingIT::entries).toList();
  }

  private static Stream<Path> jars(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(PACKAGE.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList().stream();
    }
  }

  private static Stream<String> entries(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
