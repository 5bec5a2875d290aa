package dev.swarmworker.endtoend;

import java.time.Duration;
import java.util.Map;

/**
 * What is asked of the contestants.
 *
 * @param name of the table it belongs to
 * @param size what a row of that table is about, such as {@code 10 KiB}
 * @param permits calls at once
 * @param delay of the upstream's answers
 * @param promptBytes length of each prompt
 * @param warmUp tasks that are not measured
 * @param tasks measured, all there from the start
 * @param paced how long tasks then come one by one, at half the rate reached; zero for not at all
 * @param atMost bound on the first part
 * @param workers processes on the same topic
 * @param preparation what is done before
 * @param settings more of this worker's, as environment variables
 */
record Scenario(
    String name,
    String size,
    int permits,
    Duration delay,
    int promptBytes,
    int warmUp,
    int tasks,
    Duration paced,
    Duration atMost,
    int workers,
    Preparation preparation,
    Map<String, String> settings) {

  /** What is there before the first task. */
  enum Preparation {
    NOTHING,
    /** Outcomes of earlier tasks in Redis, as many as the size says. */
    EARLIER_OUTCOMES
  }

  static Scenario steady(int warmUp, int tasks, Duration paced) {
    return new Scenario(
        "steady",
        "",
        256,
        Duration.ofMillis(50),
        1_024,
        warmUp,
        tasks,
        paced,
        Duration.ofMinutes(3),
        1,
        Preparation.NOTHING,
        Map.of());
  }

  /** Whether its size is one that others than this worker have. */
  boolean concernsAll() {
    return settings.isEmpty() && workers == 1 && preparation == Preparation.NOTHING;
  }

  Scenario named(String table, String row) {
    return new Scenario(
        table,
        row,
        permits,
        delay,
        promptBytes,
        warmUp,
        tasks,
        paced,
        atMost,
        workers,
        preparation,
        settings);
  }

  Scenario withCalls(int value, Duration each) {
    return new Scenario(
        name,
        size,
        value,
        each,
        promptBytes,
        warmUp,
        tasks,
        paced,
        atMost,
        workers,
        preparation,
        settings);
  }

  Scenario withPrompt(int bytes) {
    return new Scenario(
        name,
        size,
        permits,
        delay,
        bytes,
        warmUp,
        tasks,
        paced,
        atMost,
        workers,
        preparation,
        settings);
  }

  Scenario withTasks(int unmeasured, int measured) {
    return new Scenario(
        name,
        size,
        permits,
        delay,
        promptBytes,
        unmeasured,
        measured,
        paced,
        atMost,
        workers,
        preparation,
        settings);
  }

  Scenario within(Duration bound) {
    return new Scenario(
        name,
        size,
        permits,
        delay,
        promptBytes,
        warmUp,
        tasks,
        paced,
        bound,
        workers,
        preparation,
        settings);
  }

  Scenario unpaced() {
    return new Scenario(
        name,
        size,
        permits,
        delay,
        promptBytes,
        warmUp,
        tasks,
        Duration.ZERO,
        atMost,
        workers,
        preparation,
        settings);
  }

  Scenario withWorkers(int value) {
    return new Scenario(
        name,
        size,
        permits,
        delay,
        promptBytes,
        warmUp,
        tasks,
        paced,
        atMost,
        value,
        preparation,
        settings);
  }

  Scenario after(Preparation value) {
    return new Scenario(
        name,
        size,
        permits,
        delay,
        promptBytes,
        warmUp,
        tasks,
        paced,
        atMost,
        workers,
        value,
        settings);
  }

  Scenario with(Map<String, String> more) {
    return new Scenario(
        name,
        size,
        permits,
        delay,
        promptBytes,
        warmUp,
        tasks,
        paced,
        atMost,
        workers,
        preparation,
        more);
  }
}
