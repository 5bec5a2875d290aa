package dev.swarmworker.faults;

import java.util.Optional;

/**
 * A task that the broker accepted.
 *
 * @param id its id
 * @param partition where it lies in the tasks topic
 * @param offset where it lies in that partition
 * @param expected what is to come of it
 */
record Submission(String id, int partition, long offset, Expected expected) {

  /**
   * What is to come of a task.
   *
   * @param status its terminal status
   * @param code its error's code; empty where it succeeds
   * @param retries calls permitted after the first
   */
  record Expected(String status, Optional<String> code, int retries) {

    static final Expected DONE = completed(0);

    static Expected completed(int retries) {
      return new Expected("completed", Optional.empty(), retries);
    }

    static Expected failed(String code, int retries) {
      return new Expected("failed", Optional.of(code), retries);
    }

    static Expected cancelled() {
      return new Expected("cancelled", Optional.of("CANCELLED"), 0);
    }

    static Expected deadlineExceeded() {
      return new Expected("timeout", Optional.of("DEADLINE_EXCEEDED"), 0);
    }

    static Expected timeout(int retries) {
      return new Expected("timeout", Optional.of("TIMEOUT"), retries);
    }
  }
}
