package dev.swarmworker.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's log of its collections tells of allocation: between two collections grew what the
 * second found beyond what the first had left.
 *
 * @param collections in their order
 */
record GcLog(List<Collection> collections) {

  /** What a JVM writes such a log with; times are of the machine's monotonic clock. */
  static String option(Path file) {
    return "-Xlog:gc:file=" + file.toAbsolutePath() + ":uptimenanos:filecount=0";
  }

  private static final Pattern LINE =
      Pattern.compile("^\\[(\\d+)ns\\] GC\\(\\d+\\) Pause .*? (\\d+)M->(\\d+)M\\(");

  /**
   * A collection.
   *
   * @param nanos since the JVM's start
   */
  record Collection(long nanos, long mibBefore, long mibAfter) {}

  static GcLog read(Path file) {
    List<Collection> collections = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.find()) {
          collections.add(
              new Collection(
                  Long.parseLong(matcher.group(1)),
                  Long.parseLong(matcher.group(2)),
                  Long.parseLong(matcher.group(3))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new GcLog(collections);
  }

  /**
   * Bytes allocated a second between these times since the start; nothing below two collections.
   */
  OptionalDouble bytesPerSecond(long fromNanos, long toNanos) {
    List<Collection> within =
        collections.stream()
            .filter(gc -> gc.nanos() >= fromNanos && gc.nanos() <= toNanos)
            .toList();
    if (within.size() < 2) {
      return OptionalDouble.empty();
    }
    long mib = 0;
    for (int i = 1; i < within.size(); i++) {
      mib += within.get(i).mibBefore() - within.get(i - 1).mibAfter();
    }
    double seconds = (within.getLast().nanos() - within.getFirst().nanos()) / 1e9;
    return OptionalDouble.of(mib * (double) (1 << 20) / seconds);
  }

  /** MiB alive after the collections of this time, the least of them; 0 where there were none. */
  long leastAlive(long fromNanos, long toNanos) {
    return collections.stream()
        .filter(gc -> gc.nanos() >= fromNanos && gc.nanos() <= toNanos)
        .mapToLong(Collection::mibAfter)
        .min()
        .orElse(0);
  }
}
