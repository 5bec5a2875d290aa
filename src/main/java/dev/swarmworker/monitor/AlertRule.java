package dev.swarmworker.monitor;

/**
 * When an alert is raised and cleared. Between the two figures nothing changes, so that one that
 * swings about its threshold does not make an alert with every swing.
 *
 * @param kind which figure, in its unit
 * @param threshold raised above it
 * @param clearAt cleared at it or below; at most {@code threshold}
 * @param samples in a row above the threshold before it is raised, 1 or more
 */
public record AlertRule(AlertKind kind, double threshold, double clearAt, int samples) {

  public AlertRule {
    if (!(clearAt <= threshold)) {
      throw new IllegalArgumentException(kind + ": clearAt must be at most the threshold");
    }
    if (samples < 1) {
      throw new IllegalArgumentException(kind + ": samples must be 1 or more");
    }
  }
}
