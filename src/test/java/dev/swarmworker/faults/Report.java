package dev.swarmworker.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.faults.Invariants.Copy;
import dev.swarmworker.faults.Invariants.Evidence;
import dev.swarmworker.support.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is told of a scenario.
 *
 * @param scenario its name
 * @param fault what was done
 * @param log what was done when
 * @param evidence what was seen
 * @param figures lines about the workers
 * @param recovery the longest; empty where there was none
 * @param took from its beginning to its end
 * @param violations what does not hold
 */
record Report(
    String scenario,
    String fault,
    List<String> log,
    Evidence evidence,
    List<String> figures,
    Optional<Duration> recovery,
    Duration took,
    List<String> violations) {

  /** Lines to be read at once. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("--- " + scenario);
    lines.addAll(log);
    lines.add("  tasks            " + outcomes());
    lines.add("  copies           " + copies());
    lines.add("  tasks by calls   " + tasksByCalls());
    lines.add("  calls again      " + again());
    recovery.ifPresent(r -> lines.add("  recovery         " + seconds(r)));
    lines.addAll(figures);
    lines.add("  took             " + seconds(took));
    violations.forEach(v -> lines.add("  VIOLATED " + v));
    return lines;
  }

  /** Its line in the table of all scenarios. */
  List<String> cells() {
    return List.of(
        scenario,
        fault,
        outcomes(),
        String.valueOf(copies()),
        again(),
        recovery.map(Report::seconds).orElse("-"),
        seconds(took),
        String.valueOf(violations.size()));
  }

  /** Leaves everything that was seen for reading. */
  void keep() {
    List<String> all = new ArrayList<>(lines());
    for (Submission task : evidence.submissions()) {
      all.add(
          "%s %d@%d calls=%d"
              .formatted(task.id(), task.partition(), task.offset(), evidence.callsOf(task)));
      evidence.copiesOf(task).forEach(c -> all.add("   " + c.json()));
    }
    try {
      Files.createDirectories(Table.FOLDER);
      Files.write(Table.FOLDER.resolve(scenario + ".txt"), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String outcomes() {
    Map<String, Integer> ends = new TreeMap<>();
    for (Submission task : evidence.submissions()) {
      ends.merge(
          evidence.copiesOf(task).stream().findFirst().map(Report::status).orElse("none"),
          1,
          Integer::sum);
    }
    return evidence.submissions().size() + " " + ends;
  }

  private static String status(Copy copy) {
    JsonNode result = Topics.json(copy.json().getBytes(StandardCharsets.UTF_8));
    return result.path("status").asText();
  }

  private int copies() {
    return evidence.submissions().stream().mapToInt(t -> evidence.copiesOf(t).size()).sum();
  }

  private Map<Integer, Integer> tasksByCalls() {
    Map<Integer, Integer> costs = new TreeMap<>();
    evidence.submissions().forEach(t -> costs.merge(evidence.callsOf(t), 1, Integer::sum));
    return costs;
  }

  private String again() {
    return "%d / %d".formatted(evidence.callsMadeAgain(), evidence.callsAllowedAgain());
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1000.0);
  }
}
