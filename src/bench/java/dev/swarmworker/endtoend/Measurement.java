package dev.swarmworker.endtoend;

import org.jspecify.annotations.Nullable;

/**
 * One run of one contestant. What could not be told is null.
 *
 * @param problem why it did not do its work, or null
 * @param tasks measured
 * @param warm false where the run was cut off before its warm-up was over
 * @param perSecond tasks, all of them waiting
 * @param cpuMicros processor time a task, all processes of the contestant
 * @param redisMicros processor time of Redis a task
 * @param brokerMicros processor time of the broker a task; what appending the tasks took came
 *     before
 * @param allocatedBytes a task
 * @param peakRssMiB the largest of its processes
 * @param aliveMiB least heap after a collection, in the run's first half without its first third,
 *     and in its second half
 * @param connections opened to the upstream
 * @param calls made there
 * @param mostInFlight calls at once
 * @param readyMillis from the process' start until it says that it is ready
 * @param firstResultMillis from the process' start
 * @param earlyShare rate of the first 5,000 results against the steady rate
 * @param paced what half of that rate is like
 * @param missing tasks without a result; where a run was cut off, those not reached too
 * @param repeated results beyond the first of a task
 */
record Measurement(
    String contestant,
    Scenario scenario,
    @Nullable String problem,
    long tasks,
    boolean warm,
    double perSecond,
    double cpuMicros,
    double redisMicros,
    double brokerMicros,
    @Nullable Double allocatedBytes,
    double peakRssMiB,
    @Nullable Alive aliveMiB,
    int connections,
    int calls,
    int mostInFlight,
    @Nullable Long readyMillis,
    @Nullable Long firstResultMillis,
    @Nullable Double earlyShare,
    @Nullable Paced paced,
    int missing,
    int repeated) {

  /** Heap at two times. */
  record Alive(long early, long late) {}

  /**
   * Tasks that came at an even pace.
   *
   * @param perSecond of them
   * @param cpuMicros a task
   * @param p50 latency added, in milliseconds, as the others; infinite where so many tasks had no
   *     result in time
   */
  record Paced(
      double perSecond, double cpuMicros, int tasks, double p50, double p99, double p999) {}

  static Measurement failed(Contestant contestant, Scenario scenario, String problem) {
    return new Measurement(
        contestant.name(),
        scenario,
        problem,
        0,
        false,
        0,
        0,
        0,
        0,
        null,
        0,
        null,
        0,
        0,
        0,
        null,
        null,
        null,
        null,
        0,
        0);
  }

  /** Share of calls that found an open connection. */
  double reuse() {
    return calls == 0 ? 0 : Math.max(0, 1 - (double) connections / calls);
  }
}
