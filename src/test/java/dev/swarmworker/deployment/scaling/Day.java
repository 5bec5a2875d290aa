package dev.swarmworker.deployment.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What arrives in a day: little at night, a swell of up to four tasks a second by day, and three
 * bursts. Calls take half a minute in the median and 50 s on average, some take minutes. One task
 * is refused for now, again and again, from ten to four: it keeps its record's offset standing.
 */
final class Day {

  static final int SECONDS = 24 * 3600;

  private static final double MEDIAN = 30;
  private static final double SPREAD = 1;
  private static final int LONGEST = 540;

  private final Random random = new Random(20);
  private final int partitions;

  private Day(int partitions) {
    this.partitions = partitions;
  }

  /** The jobs by the second of their arrival. */
  static List<List<Job>> on(int partitions) {
    Day day = new Day(partitions);
    List<List<Job>> arrivals = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      arrivals.add(day.at(second));
    }
    return arrivals;
  }

  private List<Job> at(int second) {
    List<Job> jobs = new ArrayList<>();
    int count = poisson(rate(second / 3600.0));
    boolean longOnes = isWithin(second, 20, 2);
    for (int i = 0; i < count; i++) {
      jobs.add(new Job(second, longOnes ? 300 : duration(), random.nextInt(partitions)));
    }
    if (second == 10 * 3600) {
      jobs.add(new Job(second, 6 * 3600, 0));
    }
    return jobs;
  }

  private static double rate(double hour) {
    int second = (int) (hour * 3600);
    double swell =
        hour < 6 || hour > 22 ? 0.002 : 4 * square(StrictMath.sin((hour - 6) / 16 * Math.PI));
    double bursts =
        (isWithin(second, 3, 1) ? 25 : 0)
            + (isWithin(second, 13, 5) ? 25 : 0)
            + (isWithin(second, 20, 2) ? 12 : 0);
    return swell + bursts;
  }

  private static boolean isWithin(int second, int hour, int minutes) {
    return second >= hour * 3600 && second < hour * 3600 + minutes * 60;
  }

  private static double square(double x) {
    return x * x;
  }

  private int duration() {
    double drawn = MEDIAN * StrictMath.exp(SPREAD * random.nextGaussian());
    return (int) Math.clamp(drawn, 1, LONGEST);
  }

  private int poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
