package dev.swarmworker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged worker, in a process whose JVM writes a cache when it ends. */
final class TrainedWorker implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;

  private TrainedWorker(Process process, Path log, int port, int managementPort) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
  }

  /**
   * @param folder of the package, in which it is started, as the image does
   * @param settings environment variables: where the servers are
   */
  static TrainedWorker start(
      Path folder, Path cache, List<String> options, Map<String, String> settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-jar", "quarkus-run.jar"));
    Path log = Files.createTempFile("training-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    int port = freePort();
    int managementPort = freePort();
    builder.environment().putAll(settings);
    builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
    builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
    builder.environment().put("SWARM_EXECUTOR_CONCURRENCY", "64");
    builder.environment().put("SWARM_POOL_MAX", "64");
    builder.environment().put("SWARM_DEFAULT_AGENT_MAX_CONCURRENCY", "64");
    return new TrainedWorker(builder.start(), log, port, managementPort);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  URI api(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  URI management(String path) {
    return URI.create("http://127.0.0.1:" + managementPort + path);
  }

  /** Whether it still runs after that time. */
  boolean waitFor(Duration time) throws InterruptedException {
    return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGTERM, and what the JVM has to do after it: the cache is made by another JVM it starts. */
  void stop(Duration patience) throws InterruptedException {
    process.destroy();
    if (waitFor(patience)) {
      throw new IllegalStateException("the worker does not end; it said:\n" + log());
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
