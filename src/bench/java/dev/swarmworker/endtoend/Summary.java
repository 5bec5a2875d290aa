package dev.swarmworker.endtoend;

import java.util.Locale;

/** A measurement in one line. */
final class Summary {

  private Summary() {}

  static String of(Measurement run) {
    if (run.tasks() == 0) {
      return "nothing: " + run.problem();
    }
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%,.0f/s, %,.0f us cpu (Redis %.0f, broker %.0f), %.0f MiB peak, %d connections for %d calls, %d at once",
                run.perSecond(),
                run.cpuMicros(),
                run.redisMicros(),
                run.brokerMicros(),
                run.peakRssMiB(),
                run.connections(),
                run.calls(),
                run.mostInFlight()));
    if (run.allocatedBytes() != null) {
      line.append(String.format(Locale.ROOT, ", %.1f KiB allocated", run.allocatedBytes() / 1024));
    }
    if (run.aliveMiB() != null) {
      line.append(", alive ").append(run.aliveMiB());
    }
    if (run.paced() != null) {
      line.append(
          String.format(
              Locale.ROOT,
              "; at %.0f/s %.0f us cpu, adds %.1f %.1f %.1f ms",
              run.paced().perSecond(),
              run.paced().cpuMicros(),
              run.paced().p50(),
              run.paced().p99(),
              run.paced().p999()));
    }
    line.append("; ready ").append(run.readyMillis()).append(" ms, first result ");
    line.append(run.firstResultMillis()).append(" ms, early ").append(run.earlyShare());
    line.append(run.warm() ? "" : ", not warm");
    line.append(", missing ").append(run.missing()).append(", repeated ").append(run.repeated());
    return run.problem() == null ? line.toString() : line + "; " + run.problem();
  }
}
