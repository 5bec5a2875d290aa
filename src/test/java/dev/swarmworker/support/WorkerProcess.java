package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.LocalEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The packaged worker as a process of its own, with ports that were free a moment ago. */
public final class WorkerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;

  private WorkerProcess(String name, Process process, Path log, int port, int managementPort) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Starts a worker in this environment and waits until it is ready. */
  public static WorkerProcess ready(
      String name, LocalEnvironment environment, Map<String, String> settings) {
    return ready(name, start(name, environment, settings));
  }

  /** Starts a worker with these environment variables alone and waits until it is ready. */
  public static WorkerProcess ready(String name, Map<String, String> settings) {
    return ready(name, start(name, settings));
  }

  /**
   * As {@link #ready}, with the worker's own command given to another.
   *
   * @param by which must become the worker's process in the end, as {@code exec} does
   */
  public static WorkerProcess ready(
      String name, LocalEnvironment environment, Map<String, String> settings, List<String> by) {
    return ready(name, start(name, in(environment, settings), by));
  }

  private static WorkerProcess ready(String name, WorkerProcess worker) {
    try {
      await("readiness of " + name)
          .atMost(START)
          .until(() -> worker.hasExited() || worker.managementStatus("/q/health/ready") == 200);
    } catch (RuntimeException e) {
      String log = worker.log(); // gone once it is closed
      worker.close();
      throw new IllegalStateException(log, e);
    }
    if (worker.hasExited()) {
      throw new IllegalStateException(worker.log());
    }
    return worker;
  }

  /** Starts a worker in this environment and waits for nothing. */
  public static WorkerProcess start(
      String name, LocalEnvironment environment, Map<String, String> settings) {
    return start(name, in(environment, settings));
  }

  private static Map<String, String> in(
      LocalEnvironment environment, Map<String, String> settings) {
    Map<String, String> variables = new HashMap<>();
    environment.configuration().forEach((key, value) -> variables.put(asVariable(key), value));
    variables.putAll(settings);
    return variables;
  }

  /** Starts a worker with these environment variables alone and waits for nothing. */
  public static WorkerProcess start(String name, Map<String, String> settings) {
    return start(name, settings, List.of());
  }

  private static WorkerProcess start(String name, Map<String, String> settings, List<String> by) {
    Map<String, String> variables = new HashMap<>();
    variables.put("SWARM_WORKER_ID", name);
    variables.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false"); // a failed test's log is read by us
    int port = freePort();
    int managementPort = freePort();
    variables.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    variables.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
    variables.putAll(settings);
    try {
      Path log = Files.createTempFile("worker-" + name + "-", ".log");
      List<String> command = new ArrayList<>(by);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx256m", "-jar", System.getProperty("swarm.jar", DEFAULT_JAR)));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(variables);
      return new WorkerProcess(name, builder.start(), log, port, managementPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String DEFAULT_JAR = "target/quarkus-app/quarkus-run.jar";

  private static String asVariable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT);
  }

  /** A port that was free a moment ago. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return name;
  }

  /** Of the API, where it is served without TLS. */
  public int port() {
    return port;
  }

  public int managementPort() {
    return managementPort;
  }

  public long pid() {
    return process.pid();
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).GET());
  }

  /** The tasks this worker has taken as its own, by its newest thousand events. */
  public Set<String> claimed() {
    return Topics.json(get("/events?limit=1000").body().getBytes(UTF_8))
        .valueStream()
        .filter(event -> event.path("type").asText().equals("task.claimed"))
        .map(event -> event.path("taskId").asText())
        .collect(Collectors.toSet());
  }

  public HttpResponse<String> delete(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).DELETE());
  }

  /** A call of the API with a bearer's token. */
  public HttpResponse<String> call(String method, String path, String token) {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  public HttpResponse<String> management(String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + path)).GET());
  }

  /** The status there, or -1 where nobody answers. */
  public int managementStatus(String path) {
    try {
      return management(path).statusCode();
    } catch (UncheckedIOException e) {
      return -1;
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** A signal by name, such as STOP or CONT. */
  public void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public boolean hasExited() {
    return !process.isAlive();
  }

  /** Waits for the end of the process and gives its exit code. */
  public int awaitExit(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("still alive: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(30));
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
