package dev.swarmworker.artifact;

import java.util.concurrent.atomic.LongAdder;

/** Counts operations. */
final class Meter {

  private final LongAdder operations = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder errors = new LongAdder();

  <T> FileOutcome<T> count(FileOutcome<T> outcome) {
    operations.increment();
    if (outcome instanceof FileOutcome.Failed<T>) {
      errors.increment();
    }
    return outcome;
  }

  void moved(long count) {
    bytes.add(count);
  }

  FileStats read(int readQueue, int writeQueue) {
    return new FileStats(operations.sum(), bytes.sum(), errors.sum(), readQueue, writeQueue);
  }
}
