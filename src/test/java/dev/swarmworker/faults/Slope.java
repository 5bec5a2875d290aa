package dev.swarmworker.faults;

import java.util.List;

/**
 * A straight line through points, by least squares.
 *
 * @param perUnit what y grows by for one of x
 * @param error the standard error of that, from the points' distances to the line
 */
record Slope(double perUnit, double error) {

  /** One pair of figures. */
  record Point(double x, double y) {}

  /** Needs three points that do not all have the same x. */
  static Slope through(List<Point> points) {
    double meanX = points.stream().mapToDouble(Point::x).average().orElseThrow();
    double meanY = points.stream().mapToDouble(Point::y).average().orElseThrow();
    double xx = points.stream().mapToDouble(p -> square(p.x() - meanX)).sum();
    double xy = points.stream().mapToDouble(p -> (p.x() - meanX) * (p.y() - meanY)).sum();
    if (points.size() < 3 || xx == 0) {
      throw new IllegalArgumentException("no line through " + points);
    }
    double slope = xy / xx;
    double rest =
        points.stream().mapToDouble(p -> square(p.y() - meanY - slope * (p.x() - meanX))).sum();
    return new Slope(slope, Math.sqrt(rest / (points.size() - 2) / xx));
  }

  private static double square(double value) {
    return value * value;
  }

  /** Whether it is above a bound by more than chance would explain in nineteen of twenty cases. */
  boolean isAbove(double bound) {
    return perUnit - 2 * error > bound;
  }
}
