package dev.swarmworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.support.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The first command that anybody types, on a copy of the project that was never built. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a POSIX shell script starts it")
class DevModeIT {

  /** The first run of a machine fetches what Maven needs for it. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern STATS = Pattern.compile("Stats +(http://localhost:\\d+)/stats");

  @TempDir Path folder;

  private Path log;
  private Process maven;

  @BeforeEach
  void startInACopy() throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));
    for (String part : List.of("pom.xml", "mvnw", ".mvn", "src/main")) {
      copy(Path.of(part), project.resolve(part));
    }
    log = folder.resolve("log");
    List<String> command = new ArrayList<>(List.of("./mvnw", "-B", "quarkus:dev", "-Ddebug=false"));
    if ("offline=true".equals(System.getProperty("maven.mode"))) {
      command.add("-o");
    }
    maven =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  @AfterEach
  void endWhatIsLeft() throws InterruptedException {
    Stream.concat(maven.descendants(), Stream.of(maven.toHandle()))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
    maven.waitFor(10, TimeUnit.SECONDS);
  }

  @Test
  void quarkusDev_worksOffSampleTasks_andLeavesNothingRunning() throws Exception {
    String api = await("banner").atMost(START).until(this::api, url -> !url.isEmpty());

    await("results of sample tasks")
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(stats(api).at("/executor/totalSucceeded").asLong()).isPositive());

    List<ProcessHandle> started = maven.descendants().toList();
    assertThat(started).isNotEmpty();
    maven.destroy();
    await("end of all it started")
        .atMost(SOON)
        .until(() -> started.stream().noneMatch(ProcessHandle::isAlive) && !maven.isAlive());
  }

  private static JsonNode stats(String api) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(api + "/stats")).timeout(SOON).build();
      return Topics.json(http.send(request, BodyHandlers.ofByteArray()).body());
    }
  }

  /** Where the banner says that the worker listens; empty before it does. */
  private String api() throws IOException {
    String said = Files.readString(log);
    assertThat(maven.isAlive()).as(said).isTrue();
    assertThat(said).doesNotContain("[space] to restart"); // it could not start, and waits
    Matcher stats = STATS.matcher(said);
    return stats.find() ? stats.group(1) : "";
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString()).normalize();
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
