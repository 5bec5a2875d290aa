package dev.swarmworker.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contestant that knows tasks of its own process alone: it is told which to make, and writes a
 * line for each that has ended: number, when it came, when it ended.
 */
final class InProcessLane implements Lane {

  /** Every line is as long as every other. */
  private static final int LINE = "0000000 1700000000000 1700000000000\n".length();

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path file;
  private final List<String> orders = new ArrayList<>();
  private @Nullable Child process;
  private int appended;

  InProcessLane(Place place) {
    file = file(place);
  }

  static Path file(Place place) {
    return place.folder().resolve("results.txt");
  }

  @Override
  public void append(int from, int to, double perSecond) {
    String order = from + " " + to + " " + perSecond;
    appended = to;
    if (process == null) {
      orders.add(order);
    } else {
      process.say(order);
      process.awaitLine("appended " + to, PATIENCE); // the time to catch up begins after the last
    }
  }

  @Override
  public void started(Child contestant) {
    process = contestant;
    orders.forEach(contestant::say);
  }

  @Override
  public long results() {
    try {
      return Files.exists(file) ? Files.size(file) / LINE : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Timings timings() {
    Timings timings = new Timings(appended);
    long now = System.currentTimeMillis();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", -1);
        int task = Integer.parseInt(parts[0]);
        timings.appended(task, Long.parseLong(parts[1]));
        timings.ended(task, Long.parseLong(parts[2]));
      }
      timings.othersAppended(appended, now);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return timings;
  }

  @Override
  public void close() {}
}
