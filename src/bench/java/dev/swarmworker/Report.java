package dev.swarmworker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;

/** What was measured, as JSON with every sample and as tables that put ratios first. */
final class Report {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final List<Figure> figures;

  Report(Collection<RunResult> results) {
    figures = results.stream().map(Figure::of).toList();
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("java", Runtime.version().toString());
    all.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("maxHeapMiB", Runtime.getRuntime().maxMemory() >> 20);
    all.put("results", figures);
    JSON.writeValue(folder.resolve("results.json").toFile(), all);
    Files.writeString(folder.resolve("results.md"), markdown());
  }

  private String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Results of the benchmarks
            Written by `./mvnw -Pbench`; how to read it is in [benchmarks.md](../benchmarks.md). \
            Processor time an operation, the least of all iterations; behind it the bytes \
            allocated, and time by the clock where that says something else.
            """);
    Map<String, Map<Map<String, String>, List<Figure>>> tables =
        figures.stream()
            .collect(
                Collectors.groupingBy(
                    Figure::subject,
                    LinkedHashMap::new,
                    Collectors.groupingBy(Figure::row, LinkedHashMap::new, Collectors.toList())));
    tables.forEach((subject, rows) -> page.append(table(subject, rows)));
    return page.toString();
  }

  private static String table(String subject, Map<Map<String, String>, List<Figure>> rows) {
    List<Figure> widest = rows.values().iterator().next();
    StringBuilder table = new StringBuilder("\n## " + subject + "\n");
    String sizes =
        widest.stream()
            .map(figure -> " | " + (figure.size().isEmpty() ? "figure" : figure.size()))
            .collect(Collectors.joining());
    table.append("| what | ratio").append(sizes).append(" |\n|---|---");
    table.append("|---".repeat(widest.size())).append("|\n");
    rows.forEach(
        (row, cells) -> {
          double ratio = cells.getLast().cpuNanos() / cells.getFirst().cpuNanos();
          table.append("| ").append(String.join(", ", row.values()));
          table.append(cells.size() == 1 ? " | " : " | %.2f".formatted(ratio));
          cells.forEach(cell -> table.append(" | ").append(cell.text()));
          table.append(" |\n");
        });
    return table.toString();
  }

  /**
   * One line of JMH's.
   *
   * @param cpuNanos processor time an operation, the least of all iterations
   * @param clockNanos time by the clock, likewise
   * @param bytes allocated an operation
   * @param cpuSamples processor time of each iteration
   */
  record Figure(
      String benchmark,
      Map<String, String> parameters,
      double cpuNanos,
      double clockNanos,
      double bytes,
      List<Double> cpuSamples) {

    /** Parameters that say how large something is: what a ratio is made of. */
    private static final List<String> SIZES = List.of("agents", "kib", "readers", "entries");

    static Figure of(RunResult result) {
      Map<String, String> parameters = new TreeMap<>();
      for (String key : result.getParams().getParamsKeys()) {
        parameters.put(key, result.getParams().getParam(key));
      }
      var cpu = result.getSecondaryResults().get(CpuTime.LABEL).getStatistics();
      var bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
      List<Double> samples = new java.util.ArrayList<>();
      cpu.getRawData().forEachRemaining(entry -> samples.add(entry.getKey()));
      return new Figure(
          result.getParams().getBenchmark().replace("dev.swarmworker.", ""),
          parameters,
          cpu.getMin(),
          result.getPrimaryResult().getStatistics().getMin(),
          bytes == null ? 0 : bytes.getScore(),
          samples);
    }

    /** The benchmark's class: what a table is about. */
    String subject() {
      String type = benchmark.substring(0, benchmark.lastIndexOf('.'));
      return type.substring(type.lastIndexOf('.') + 1).replace("Benchmark", "");
    }

    /** What stands at the beginning of a row: everything but the size. */
    Map<String, String> row() {
      Map<String, String> row = new LinkedHashMap<>();
      row.put("", benchmark.substring(benchmark.lastIndexOf('.') + 1));
      parameters.forEach(
          (key, value) -> row.put(key, value.replace('_', ' ').toLowerCase(java.util.Locale.ROOT)));
      SIZES.forEach(row::remove);
      return row;
    }

    /** What stands above a column. */
    String size() {
      return SIZES.stream()
          .filter(parameters::containsKey)
          .map(key -> parameters.get(key) + " " + key)
          .collect(Collectors.joining());
    }

    String text() {
      String clock =
          clockNanos > 1.5 * cpuNanos || cpuNanos > 1.5 * clockNanos
              ? ", clock " + time(clockNanos)
              : "";
      return time(cpuNanos) + " (" + Math.round(bytes) + " B" + clock + ")";
    }

    private static String time(double nanos) {
      return nanos < 10_000 ? Math.round(nanos) + " ns" : "%.1f µs".formatted(nanos / 1000);
    }
  }
}
