package dev.swarmworker.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What Linux says of a process. */
final class Proc {

  /** USER_HZ, which is 100 on every Linux. */
  private static final Duration TICK = Duration.ofMillis(10);

  /** Of utime in {@code /proc/PID/stat}, counted behind the command's closing parenthesis. */
  private static final int UTIME = 11;

  private Proc() {}

  /** Processor time, user and system, with that of ended children; exact to 10 ms each. */
  static Duration cpu(long pid) {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = UTIME; i < UTIME + 4; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return TICK.multipliedBy(ticks);
  }

  /** Most resident memory so far, in bytes. */
  static long peakRss(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
