package dev.swarmworker.endtoend;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All measurements, as JSON one by one, and as tables and charts of their medians. */
final class EndToEndReport {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);

  private final List<Measurement> all;
  private final List<Contestant> contestants;

  EndToEndReport(List<Measurement> all, List<Contestant> contestants) {
    this.all = all;
    this.contestants = contestants;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("java", Runtime.version().toString());
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("results", all);
    JSON.writeValue(folder.resolve("end-to-end.json").toFile(), json);
    Files.writeString(folder.resolve("end-to-end.md"), page());
    chart(folder, "end-to-end-cpu", "Processor time a task, µs", Measurement::cpuMicros);
    chart(folder, "end-to-end-rate", "Tasks a second", Measurement::perSecond);
  }

  private void chart(Path folder, String file, String title, ToDoubleFunction<Measurement> figure)
      throws IOException {
    List<Chart.Bar> bars = new ArrayList<>();
    contestants.forEach(
        contestant ->
            median(warm(contestant), run -> figure.applyAsDouble(run))
                .ifPresent(value -> bars.add(new Chart.Bar(contestant.name(), value))));
    if (!bars.isEmpty()) {
      Files.writeString(folder.resolve(file + ".svg"), Chart.bars(title, bars));
    }
  }

  private String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Results end to end
            Written by `./mvnw -Pbench`; how to read it is in [benchmarks.md](../benchmarks.md). \
            Medians of all rounds, with the least and the largest behind them.
            """);
    steady(page);
    all.stream()
        .map(run -> run.scenario().name())
        .filter(name -> !name.equals("steady"))
        .distinct()
        .forEach(name -> growth(page, name));
    return page.toString();
  }

  private void steady(StringBuilder page) {
    page.append("\n## Steady: 256 calls at once of 50 ms, prompts of 1 KiB\n");
    page.append(
        "| | tasks/s | CPU/task, µs | against the floor | CPU in Redis | in the broker | allocated/task, KiB | peak RSS, MiB |");
    page.append(" connections | reuse |\n|---|---|---|---|---|---|---|---|---|---|\n");
    double floor = median(of("steady", "floor"), Measurement::cpuMicros).orElse(Double.NaN);
    for (Contestant contestant : contestants) {
      List<Measurement> runs = of("steady", contestant.name());
      if (!runs.isEmpty()) {
        page.append("| ").append(contestant.name());
        cell(page, runs, Measurement::perSecond, "%,.0f");
        cell(page, runs, Measurement::cpuMicros, "%,.0f");
        page.append(
            median(runs, Measurement::cpuMicros)
                .map(cpu -> Double.isNaN(floor) ? " | " : text(" | %.2f", cpu / floor))
                .orElse(" | "));
        cell(page, runs, Measurement::redisMicros, "%,.0f");
        cell(page, runs, Measurement::brokerMicros, "%,.0f");
        cell(page, runs, run -> kib(run.allocatedBytes()), "%.1f");
        cell(page, runs, Measurement::peakRssMiB, "%.0f");
        cell(page, runs, run -> (double) run.connections(), "%.0f");
        cell(page, runs, run -> run.reuse() * 100, "%.2f %%");
        page.append(" |\n");
      }
    }
    page.append("\n## At half that rate, and at the start\n");
    page.append("| | tasks/s | CPU/task, µs | adds p50, ms | p99 | p99.9 | ready, ms |");
    page.append(" first result, ms | first 5,000 against steady | missing | repeated |\n");
    page.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (Contestant contestant : contestants) {
      List<Measurement> runs = of("steady", contestant.name());
      if (!runs.isEmpty()) {
        page.append("| ").append(contestant.name());
        cell(page, runs, run -> paced(run, Measurement.Paced::perSecond), "%,.0f");
        cell(page, runs, run -> paced(run, Measurement.Paced::cpuMicros), "%,.0f");
        cell(page, runs, run -> paced(run, Measurement.Paced::p50), "%.1f");
        cell(page, runs, run -> paced(run, Measurement.Paced::p99), "%.1f");
        cell(page, runs, run -> paced(run, Measurement.Paced::p999), "%.1f");
        cell(page, runs, run -> number(run.readyMillis()), "%,.0f");
        cell(page, runs, run -> number(run.firstResultMillis()), "%,.0f");
        cell(
            page, runs, run -> run.earlyShare() == null ? null : 100 * run.earlyShare(), "%.0f %%");
        cell(page, runs, run -> (double) run.missing(), "%.0f");
        cell(page, runs, run -> (double) run.repeated(), "%.0f");
        page.append(" |\n");
      }
    }
    page.append("\n");
    contestants.stream()
        .filter(contestant -> !of("steady", contestant.name()).isEmpty())
        .forEach(who -> page.append("- **" + who.name() + "**: " + who.about() + ".\n"));
    all.stream()
        .filter(run -> run.problem() != null)
        .forEach(
            run ->
                page.append("- **" + run.contestant() + "** did not finish `")
                    .append(run.scenario().name() + " " + run.scenario().size())
                    .append("`; see the JSON.\n"));
    all.stream()
        .filter(run -> run.problem() == null && !run.warm())
        .map(Measurement::contestant)
        .distinct()
        .forEach(
            who ->
                page.append(
                        "- **" + who + "** was cut off before its warm-up was over: what counts")
                    .append(
                        " is the second half of what it did, `missing` are tasks not reached.\n"));
  }

  private void growth(StringBuilder page, String scenario) {
    page.append("\n## By ").append(scenario).append("\n");
    page.append("| | | tasks/s | CPU/task, µs | allocated/task, KiB | peak RSS, MiB |");
    page.append(" alive early, late, MiB | at once | connections | ready, ms |\n");
    page.append("|---|---|---|---|---|---|---|---|---|---|\n");
    for (Measurement run : all) {
      if (run.scenario().name().equals(scenario)) {
        List<Measurement> one = List.of(run);
        page.append("| ").append(run.scenario().size()).append(" | ").append(run.contestant());
        cell(page, one, Measurement::perSecond, "%,.0f");
        cell(page, one, Measurement::cpuMicros, "%,.0f");
        cell(page, one, each -> kib(each.allocatedBytes()), "%.1f");
        cell(page, one, Measurement::peakRssMiB, "%.0f");
        page.append(" | ");
        if (run.aliveMiB() != null) {
          page.append(run.aliveMiB().early()).append(", ").append(run.aliveMiB().late());
        }
        cell(page, one, each -> (double) each.mostInFlight(), "%,.0f");
        cell(page, one, each -> (double) each.connections(), "%,.0f");
        cell(page, one, each -> number(each.readyMillis()), "%,.0f");
        page.append(" |\n");
      }
    }
  }

  /** A chart tells none from another; the table's footnotes do. */
  private List<Measurement> warm(Contestant contestant) {
    return of("steady", contestant.name()).stream().filter(Measurement::warm).toList();
  }

  private List<Measurement> of(String scenario, String contestant) {
    return all.stream()
        .filter(run -> run.scenario().name().equals(scenario))
        .filter(run -> run.contestant().equals(contestant) && run.tasks() > 0)
        .toList();
  }

  private static void cell(
      StringBuilder page,
      List<Measurement> runs,
      Function<Measurement, @Nullable Double> figure,
      String format) {
    page.append(" | ");
    List<Double> values =
        runs.stream()
            .map(figure)
            .filter(Objects::nonNull)
            .filter(v -> !v.isNaN())
            .sorted()
            .toList();
    if (!values.isEmpty()) {
      page.append(text(format, middle(values)));
      if (values.size() > 1 && !values.getFirst().equals(values.getLast())) {
        page.append(" (").append(text(format, values.getFirst()));
        page.append("–").append(text(format, values.getLast())).append(")");
      }
    }
  }

  private static Optional<Double> median(
      List<Measurement> runs, Function<Measurement, Double> figure) {
    List<Double> values = runs.stream().map(figure).sorted().toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(middle(values));
  }

  /** The median of values in their order, some at least. */
  private static double middle(List<Double> sorted) {
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static @Nullable Double paced(
      Measurement run, Function<Measurement.Paced, Double> figure) {
    return run.paced() == null ? null : figure.apply(run.paced());
  }

  private static @Nullable Double kib(@Nullable Double bytes) {
    return bytes == null ? null : bytes / 1024;
  }

  private static @Nullable Double number(@Nullable Long value) {
    return value == null ? null : value.doubleValue();
  }

  private static String text(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
