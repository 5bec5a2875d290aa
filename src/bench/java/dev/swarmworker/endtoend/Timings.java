package dev.swarmworker.endtoend;

import java.util.Arrays;

/** When tasks came and when their results did, in milliseconds of the machine's clock. */
final class Timings {

  private final long[] appended;
  private final long[] ended;
  private int repeated;

  Timings(int tasks) {
    appended = new long[tasks];
    ended = new long[tasks];
  }

  void appended(int task, long at) {
    appended[task] = at;
  }

  /** Says of tasks up to this one of which it was not said that they came, that they came now. */
  void othersAppended(int end, long now) {
    for (int task = 0; task < end; task++) {
      appended[task] = appended[task] == 0 ? now : appended[task];
    }
  }

  /** The first result counts; further ones are repeats. */
  void ended(int task, long at) {
    if (ended[task] != 0) {
      repeated++;
    } else {
      ended[task] = at;
    }
  }

  int repeated() {
    return repeated;
  }

  int missing() {
    int missing = 0;
    for (int task = 0; task < appended.length; task++) {
      missing += appended[task] != 0 && ended[task] == 0 ? 1 : 0;
    }
    return missing;
  }

  /** When results came, in order. */
  long[] ends() {
    return Arrays.stream(ended).filter(at -> at != 0).sorted().toArray();
  }

  /**
   * From append to result, less what the upstream held, in milliseconds, in order; infinite for a
   * task without a result.
   *
   * @param heldMicros by task
   */
  double[] added(int from, int to, int[] heldMicros) {
    double[] added = new double[to - from];
    for (int task = from; task < to; task++) {
      added[task - from] =
          ended[task] == 0
              ? Double.POSITIVE_INFINITY
              : ended[task] - appended[task] - heldMicros[task] / 1_000.0;
    }
    Arrays.sort(added);
    return added;
  }
}
