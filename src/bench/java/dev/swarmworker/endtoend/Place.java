package dev.swarmworker.endtoend;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a contestant finds what it needs in one run.
 *
 * @param kafka {@code host:port}
 * @param redis URI
 * @param upstream base URL
 * @param run number of the run, in the names of its topics
 * @param folder for its logs and files
 */
record Place(String kafka, String redis, String upstream, int run, Path folder) {

  String tasks() {
    return "tasks-" + run;
  }

  String results() {
    return "results-" + run;
  }

  String deadLetters() {
    return "dead-letters-" + run;
  }

  String group() {
    return "group-" + run;
  }

  List<String> topics() {
    return List.of(tasks(), results(), deadLetters());
  }

  /** For contestants other than this worker, which has names of its own for these. */
  Map<String, String> variables(int permits) {
    return Map.of(
        "BENCH_KAFKA", kafka,
        "BENCH_REDIS", redis,
        "BENCH_UPSTREAM", upstream,
        "BENCH_TASKS", tasks(),
        "BENCH_RESULTS", results(),
        "BENCH_GROUP", group(),
        "BENCH_PERMITS", Integer.toString(permits));
  }
}
