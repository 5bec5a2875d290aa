package dev.swarmworker.monitor;

import java.util.Locale;

/** A change that an operator should know of. */
public sealed interface Alert {

  AlertKind kind();

  /** The figure that made the change, in its kind's unit. */
  double value();

  /** What it is over, or was. */
  double threshold();

  /** One line for an event. */
  default String detail() {
    String word =
        switch (this) {
          case Raised _ -> "over";
          case Cleared _ -> "no longer over";
        };
    return String.format(
        Locale.ROOT, "%s %s %s %s", kind().wireName(), plain(value()), word, plain(threshold()));
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  /** The figure has been over its threshold for as long as the rule waits. */
  record Raised(AlertKind kind, double value, double threshold) implements Alert {}

  /** It is well under it again. */
  record Cleared(AlertKind kind, double value, double threshold) implements Alert {}
}
