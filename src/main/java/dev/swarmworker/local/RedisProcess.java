package dev.swarmworker.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One run of a Redis server; a restart is another one. */
final class RedisProcess {

  private static final Duration START_WITHIN = Duration.ofSeconds(20);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
  private static final Duration BETWEEN_PINGS = Duration.ofMillis(10);

  /** Part of every Linux; elsewhere the server may end a little early. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Process process;
  private final int port;
  private boolean paused;

  private RedisProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @throws IllegalStateException if it ends or stays silent instead, with the end of its log
   */
  static RedisProcess start(Path executable, Path folder, int port, List<String> settings) {
    Path log = folder.resolve("redis.log");
    RedisProcess started =
        new RedisProcess(spawn(command(executable, folder, port, settings), log), port);
    if (!started.answersInTime()) {
      started.kill();
      throw new IllegalStateException("Redis did not start on port " + port + ": " + tail(log));
    }
    return started;
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  void stop() {
    if (paused) {
      // A stopped process would get the order to end only once it goes on.
      kill();
      return;
    }
    process.destroy();
    if (!endsWithin(STOP_WITHIN)) {
      kill();
    }
  }

  void kill() {
    process.destroyForcibly();
    if (!endsWithin(STOP_WITHIN)) {
      throw new IllegalStateException("Redis process " + pid() + " cannot be ended");
    }
  }

  void pause() {
    signal("STOP");
    paused = true;
  }

  void resume() {
    signal("CONT");
    paused = false;
  }

  private void signal(String name) {
    Process kill = spawn(List.of("kill", "-" + name, Long.toString(pid())), null);
    try {
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("Redis process " + pid() + " took no signal " + name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling Redis", e);
    }
  }

  /** Asks for the process id, since another server may have got the port first. */
  private boolean answersInTime() {
    long giveUp = System.nanoTime() + START_WITHIN.toNanos();
    while (process.isAlive() && System.nanoTime() - giveUp < 0) {
      if (RedisProbe.pidOf(port).equals(Long.toString(pid()))) {
        return true;
      }
      LockSupport.parkNanos(BETWEEN_PINGS.toNanos());
    }
    return false;
  }

  private boolean endsWithin(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private static List<String> command(
      Path executable, Path folder, int port, List<String> settings) {
    List<String> command = new ArrayList<>(inSessionOfItsOwn());
    command.addAll(List.of(executable.toString(), "--port", Integer.toString(port)));
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
    command.addAll(List.of("--save", "", "--loglevel", "warning"));
    command.addAll(List.of("--maxmemory-policy", "noeviction"));
    command.addAll(settings);
    return command;
  }

  /**
   * Ctrl-C reaches every process of the terminal's session. The server must outlive it until the
   * application has drained. {@code setsid} becomes the server, so the process id is the same.
   */
  private static List<String> inSessionOfItsOwn() {
    return Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of();
  }

  private static Process spawn(List<String> command, @Nullable Path log) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(
        log == null
            ? ProcessBuilder.Redirect.DISCARD
            : ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + command.getFirst(), e);
    }
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("; ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
