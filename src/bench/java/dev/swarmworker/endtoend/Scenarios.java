package dev.swarmworker.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All scenarios. */
final class Scenarios {

  private static final Duration LONG_CALL = Duration.ofSeconds(2);

  private Scenarios() {}

  /** 256 calls at once of 50 ms, prompts of 1 KiB; for all contestants. */
  static Scenario steady(Options options) {
    return Scenario.steady(options.warmUp(), options.tasks(), options.paced())
        .within(options.atMost());
  }

  /** How the cost grows with one size at a time; for this worker, and the floor where it can. */
  static List<Scenario> growth(Options options) {
    Scenario base = steady(options).unpaced();
    List<Scenario> all = new ArrayList<>();
    for (int calls : List.of(10, 100, 1_000, 10_000)) {
      int tasks = Math.min(options.tasks(), calls * 10);
      all.add(
          base.named("in-flight", calls + " calls of 2 s")
              .withCalls(calls, LONG_CALL)
              .withTasks(Math.min(options.warmUp(), calls * 4), tasks));
    }
    for (int kib : List.of(1, 10, 100)) {
      int tasks = options.tasks() / (kib == 100 ? 5 : 1);
      all.add(
          base.named("prompt", kib + " KiB")
              .withPrompt(kib << 10)
              .withTasks(options.warmUp() / (kib == 100 ? 5 : 1), tasks));
    }
    for (int workers : List.of(1, 2, 4)) {
      all.add(base.named("workers", workers + " workers").withWorkers(workers));
    }
    for (int more : List.of(0, 100, 1_000, 10_000)) {
      all.add(base.named("agents", (11 + more) + " agents").with(agents(more)));
    }
    for (int entries : List.of(0, 10_000, 1_000_000)) {
      all.add(
          base.named("state", entries + " entries").after(Scenario.Preparation.EARLIER_OUTCOMES));
    }
    all.add(
        base.named("backlog", options.backlog() + " tasks")
            .withTasks(options.warmUp(), options.backlog())
            .within(Duration.ofMinutes(45)));
    return all;
  }

  /** So many agents beside those configured from the start; every one can do the tasks. */
  private static Map<String, String> agents(int more) {
    Map<String, String> settings = new TreeMap<>();
    for (int agent = 0; agent < more; agent++) {
      settings.put("SWARM_AGENTS_A" + agent + "_CAPABILITIES", "analysis");
    }
    return settings;
  }
}
