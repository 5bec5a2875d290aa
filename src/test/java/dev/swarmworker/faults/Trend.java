package dev.swarmworker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.faults.Slope.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What workers held after each round of a soak, and whether it grows. */
final class Trend {

  /** Rounds at the beginning that are not looked at: code is still being compiled. */
  private static final int WARM = 3;

  /** Rounds at either end that are held against each other, where there are as many. */
  private static final int ENDS = 5;

  /** What a task may leave behind for good, in the mean. */
  private static final double MOST_BYTES_PER_TASK = 100;

  private final Map<String, List<Resources>> rounds = new TreeMap<>();
  private final Map<String, List<Point>> heaps = new TreeMap<>();

  /**
   * @param tasks that this worker has ended so far
   */
  void note(String worker, long tasks, Resources held) {
    rounds.computeIfAbsent(worker, _ -> new ArrayList<>()).add(held);
    heaps.computeIfAbsent(worker, _ -> new ArrayList<>()).add(new Point(tasks, held.heapBytes()));
  }

  /**
   * Prints all, and fails where a worker's median at the end is above that at the beginning, or its
   * heap grows with its tasks: the medians allow for a leak that half an hour is too short for.
   */
  void check() {
    List<String> growth = new ArrayList<>();
    rounds.forEach(
        (worker, held) -> {
          for (int round = 0; round < held.size(); round++) {
            System.out.println("%s round %d: %s".formatted(worker, round, held.get(round)));
          }
          List<Resources> warm = held.subList(Math.min(WARM, held.size() - 1), held.size());
          int ends = Math.max(1, Math.min(ENDS, warm.size() / 2));
          Resources first = median(warm.subList(0, ends));
          Resources last = median(warm.subList(warm.size() - ends, warm.size()));
          System.out.println(worker + ": " + last.from(first));
          last.above(first).forEach(what -> growth.add(worker + " has " + what));
        });
    heaps.forEach((worker, points) -> growth.addAll(perTask(worker, points)));
    assertThat(growth).isEmpty();
  }

  private static List<String> perTask(String worker, List<Point> points) {
    if (points.size() < WARM + 3) {
      return List.of(); // no line, and no time for a leak either
    }
    Slope slope = Slope.through(points.subList(WARM, points.size()));
    String line =
        "%s: heap grows by %.0f bytes a task, give or take %.0f"
            .formatted(worker, slope.perUnit(), 2 * slope.error());
    System.out.println(line);
    return slope.isAbove(MOST_BYTES_PER_TASK) ? List.of(line) : List.of();
  }

  private static Resources median(List<Resources> some) {
    return new Resources(
        (int) median(some, Resources::threads),
        (int) median(some, Resources::descriptors),
        median(some, Resources::heapBytes));
  }

  private static long median(List<Resources> some, ToLongFunction<Resources> figure) {
    return some.stream().mapToLong(figure).sorted().skip(some.size() / 2).findFirst().orElseThrow();
  }
}
