package dev.swarmworker.deployment.scaling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A day as it went.
 *
 * @param workers at each minute
 * @param notBegun tasks at each minute that nobody has begun
 * @param lag at each minute
 * @param waits from arrival to begin, in seconds, sorted
 * @param workerSeconds paid for
 * @param changes of the number of workers
 * @param cutOff calls that the end of a grace cut off
 */
record Course(
    int[] workers,
    int[] notBegun,
    int[] lag,
    int[] waits,
    long workerSeconds,
    int changes,
    int cutOff) {

  private static final int POLL = 15;
  private static final int PARTITIONS = 60;
  private static final int GRACE = 600;
  private static final int PERMITS = 50;
  private static final int PLACES = 150;

  static Course of(Scaling scaling) {
    List<List<Job>> arrivals = Day.on(PARTITIONS);
    Fleet fleet = new Fleet(PERMITS, PLACES, GRACE, PARTITIONS);
    fleet.scaleTo(-Day.SECONDS, scaling.least());
    Scaler scaler = new Scaler(scaling);
    int minutes = Day.SECONDS / 60;
    Course course =
        new Course(new int[minutes], new int[minutes], new int[minutes], new int[0], 0, 0, 0);
    long paid = 0;
    int changes = 0;
    for (int now = 0; now < Day.SECONDS; now++) {
      fleet.arrive(arrivals.get(now));
      fleet.tick(now);
      if (now % POLL == 0) {
        int before = fleet.workers();
        fleet.scaleTo(now, scaler.decide(now, before, fleet.figures(now)));
        changes += fleet.workers() == before ? 0 : 1;
      }
      if (now % 60 == 0) {
        course.workers()[now / 60] = fleet.workers();
        course.notBegun()[now / 60] = fleet.notBegun();
        course.lag()[now / 60] = fleet.figures(now).lag();
      }
      paid += fleet.paidFor();
    }
    int[] waits = waits(arrivals);
    return new Course(
        course.workers(), course.notBegun(), course.lag(), waits, paid, changes, fleet.cutOff());
  }

  /** Who was never begun has waited until the end of the day. */
  private static int[] waits(List<List<Job>> arrivals) {
    List<Job> all = new ArrayList<>();
    arrivals.forEach(all::addAll);
    return all.stream()
        .mapToInt(job -> (job.started < 0 ? Day.SECONDS : job.started) - job.arrived)
        .sorted()
        .toArray();
  }

  /** Seconds that this share of the tasks did not wait longer than. */
  int waitOf(double share) {
    return waits[(int) Math.ceil(share * waits.length) - 1];
  }

  int mostWorkers() {
    return Arrays.stream(workers).max().orElseThrow();
  }

  int mostNotBegun() {
    return Arrays.stream(notBegun).max().orElseThrow();
  }

  long workerHours() {
    return Math.round(workerSeconds / 3600.0);
  }
}
