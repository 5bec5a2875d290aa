package dev.swarmworker.endtoend;

/** How tasks reach a contestant, and where its results are seen. For one run. */
interface Lane extends AutoCloseable {

  /** Adds these tasks as fast as it goes; with a rate, so many a second. */
  void append(int from, int to, double perSecond);

  /** Tells that a contestant's process runs. */
  default void started(Child process) {}

  /** Results so far, repeats included. */
  long results();

  /** When each task came and when its result did. */
  Timings timings();

  @Override
  void close();

  /** Half a millisecond apart at most, tasks are due at an even pace. */
  static void atPace(int from, int to, double perSecond, java.util.function.IntConsumer append) {
    long start = System.nanoTime();
    int next = from;
    while (next < to) {
      double due = from + (System.nanoTime() - start) / 1e9 * perSecond;
      while (next < to && (perSecond == 0 || next < due)) {
        append.accept(next++);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(500_000);
    }
  }
}
