package dev.swarmworker.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process of the benchmark's: what it prints goes to a file, and it does not outlive us. */
final class Child implements AutoCloseable {

  /** How a process says that it is up, and where. */
  static final String READY = "ready ";

  private static final Duration START_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private final Process process;
  private final Path log;
  private final Thread atShutdown;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
    atShutdown = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atShutdown);
  }

  static Child start(Path log, List<String> command, Map<String, String> variables) {
    return start(log, Path.of("").toAbsolutePath(), command, variables);
  }

  /** Starts it in this folder. */
  static Child start(Path log, Path folder, List<String> command, Map<String, String> variables) {
    try {
      Files.createDirectories(log.getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(variables);
      return new Child(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Processor time so far, user and system, ended children included. */
  Duration cpu() {
    return Proc.cpu(pid());
  }

  /** Most resident memory so far, in bytes. */
  long peakRss() {
    return Proc.peakRss(pid());
  }

  void say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(this + " takes no orders: " + tail(), e);
    }
  }

  /** Waits until the process has said where it is. */
  String whereReady() {
    return awaitLine(READY, START_WITHIN);
  }

  /** Waits for a line that begins so, and gives the rest of it. */
  String awaitLine(String beginning, Duration bound) {
    long giveUp = System.nanoTime() + bound.toNanos();
    while (System.nanoTime() < giveUp && isAlive()) {
      Optional<String> line =
          lines().stream().filter(candidate -> candidate.startsWith(beginning)).findFirst();
      if (line.isPresent()) {
        return line.get().substring(beginning.length());
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new IllegalStateException(log + " has no '" + beginning + "': " + tail());
  }

  String tail() {
    List<String> lines = lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private List<String> lines() {
    try {
      return Files.readString(log).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it, in order where it does. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has gone already.
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return log.getFileName().toString();
  }
}
