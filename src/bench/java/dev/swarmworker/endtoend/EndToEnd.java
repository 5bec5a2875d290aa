package dev.swarmworker.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs contestants in turns, so that what changes on the machine meanwhile meets all alike. */
public final class EndToEnd {

  private final Options options;
  private final Contestants contestants;
  private final Builds builds;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Path folder;

  private EndToEnd(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
    contestants = new Contestants(options.jvm());
    builds = new Builds(options.build());
  }

  /**
   * Runs what the options ask for.
   *
   * @param folder where the results go
   */
  public static void run(List<String> options, Path folder) throws IOException {
    new EndToEnd(Options.parse(options), folder).run();
  }

  private void run() throws IOException {
    List<Contestant> ready = built();
    try (Servers servers = new Servers(Path.of("target/bench/runs").toAbsolutePath())) {
      warm(servers);
      steady(servers, ready);
      growth(servers, ready);
    }
  }

  /** The first contestant would otherwise have a broker and an upstream whose code is cold. */
  private void warm(Servers servers) {
    Scenario scenario = Scenarios.steady(options);
    System.out.println("warming the servers");
    new Run(
            servers,
            contestants.floor(),
            scenario.withTasks(scenario.warmUp() / 2, scenario.tasks()))
        .measure();
  }

  private List<Contestant> built() {
    List<Contestant> ready = new ArrayList<>();
    for (Contestant contestant : contestants.all()) {
      if (options.wants(contestant)) {
        try {
          contestant.builder().accept(builds);
          ready.add(contestant);
        } catch (RuntimeException e) {
          measurements.add(
              Measurement.failed(
                  contestant, Scenarios.steady(options), String.valueOf(e.getMessage())));
        }
      }
    }
    return ready;
  }

  private void steady(Servers servers, List<Contestant> ready) throws IOException {
    Scenario scenario = Scenarios.steady(options);
    if (!options.wants(scenario)) {
      return;
    }
    for (int round = 0; round < options.rounds(); round++) {
      for (Contestant contestant : ready) {
        int slowness = contestant.slowness();
        measure(
            servers,
            contestant,
            scenario.withTasks(scenario.warmUp() / slowness, scenario.tasks() / slowness));
      }
    }
  }

  /** Of this worker, and of the floor where it has such a size at all. */
  private void growth(Servers servers, List<Contestant> ready) throws IOException {
    for (Scenario scenario : Scenarios.growth(options)) {
      for (Contestant contestant : ready) {
        String name = contestant.name();
        boolean takesPart =
            name.equals(contestants.worker().name())
                || (name.equals(contestants.floor().name()) && scenario.concernsAll());
        if (takesPart && options.wants(scenario)) {
          measure(servers, contestant, scenario);
        }
      }
    }
  }

  private void measure(Servers servers, Contestant contestant, Scenario scenario)
      throws IOException {
    System.out.printf("%s %s: %s%n", scenario.name(), scenario.size(), contestant.name());
    Measurement measurement = attempt(servers, contestant, scenario);
    measurements.add(measurement);
    System.out.println("  " + Summary.of(measurement));
    new EndToEndReport(measurements, contestants.all()).write(folder);
  }

  private static Measurement attempt(Servers servers, Contestant contestant, Scenario scenario) {
    try {
      return new Run(servers, contestant, scenario).measure();
    } catch (RuntimeException e) {
      e.printStackTrace();
      return Measurement.failed(contestant, scenario, e.toString());
    }
  }
}
