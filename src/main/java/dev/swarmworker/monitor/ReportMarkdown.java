package dev.swarmworker.monitor;

import dev.swarmworker.monitor.Report.AlertLine;
import dev.swarmworker.monitor.Report.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A report for people. */
public final class ReportMarkdown {

  private final StringBuilder text = new StringBuilder();

  private ReportMarkdown() {}

  /** The report of this worker as Markdown. */
  public static String of(String workerId, Report report) {
    ReportMarkdown markdown = new ReportMarkdown();
    markdown.head(workerId, report);
    markdown.work(report);
    markdown.levels(report.levels());
    markdown.alerts(report);
    return markdown.text.toString();
  }

  private void head(String workerId, Report report) {
    Duration span = Duration.between(report.from(), report.to());
    line("# Performance of " + workerId);
    line("");
    line(
        "%s to %s: %d samples over %d s."
            .formatted(report.from(), report.to(), report.samples(), span.toSeconds()));
  }

  private void work(Report report) {
    Report.Work work = report.work();
    Report.Cache cache = report.cache();
    Report.Files files = report.files();
    table("Work", "| figure | value |", "|---|---:|");
    row("tasks", work.executed());
    row("succeeded", work.succeeded());
    row("failed", work.failed() + " (" + percent(work.failureRate()) + ")");
    row("tasks per second", plain(work.perSecond()));
    row("average time", plain(work.averageTime()) + " ms");
    row(
        "cache hits",
        "%d of %d (%s)"
            .formatted(cache.hits(), cache.hits() + cache.misses(), percent(cache.hitRate())));
    row(
        "artifact operations",
        "%d, %d bytes, %d errors".formatted(files.operations(), files.bytes(), files.errors()));
  }

  private void levels(Map<String, Level> levels) {
    table("Levels", "| figure | least | average | most | now |", "|---|---:|---:|---:|---:|");
    levels.forEach(
        (name, level) ->
            row(
                name,
                plain(level.min()),
                plain(level.average()),
                plain(level.max()),
                plain(level.latest())));
  }

  private void alerts(Report report) {
    table("Alerts", "| alert | over | now | raised since start |", "|---|---:|---|---:|");
    for (AlertLine alert : report.alerts()) {
      row(
          alert.kind(),
          plain(alert.threshold()),
          alert.active() ? "**raised**" : "quiet",
          alert.raised());
    }
  }

  private void table(String title, String head, String rule) {
    line("");
    line("## " + title);
    line("");
    line(head);
    line(rule);
  }

  private void row(Object... cells) {
    for (Object cell : cells) {
      text.append("| ").append(cell).append(' ');
    }
    line("|");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String percent(double rate) {
    return String.format(Locale.ROOT, "%.1f%%", rate * 100);
  }

  private static String plain(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
