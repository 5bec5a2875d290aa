package dev.swarmworker.deployment.scaling;

import java.util.function.ToDoubleFunction;

/**
 * One figure and its target.
 *
 * @param target for each worker where it is an average, else for all
 * @param isAverage AverageValue, as opposed to Value
 */
record Trigger(ToDoubleFunction<Figures> figure, double target, boolean isAverage) {

  /** Within a tenth of the target nothing is changed. */
  private static final double TOLERANCE = 0.1;

  static Trigger lag(double target) {
    return new Trigger(Figures::lag, target, true);
  }

  static Trigger demand(double target) {
    return new Trigger(Figures::demand, target, true);
  }

  static Trigger oldestWait(double seconds) {
    return new Trigger(Figures::oldestWait, seconds, false);
  }

  boolean isActive(Figures figures) {
    return figure.applyAsDouble(figures) > 0;
  }

  /** How many workers the Horizontal Pod Autoscaler computes, of so many now. */
  int desired(Figures figures, int current) {
    double value = figure.applyAsDouble(figures);
    double ratio = isAverage ? value / (target * current) : value / target;
    if (Math.abs(ratio - 1) <= TOLERANCE) {
      return current;
    }
    return (int) Math.ceil(isAverage ? value / target : ratio * current);
  }
}
