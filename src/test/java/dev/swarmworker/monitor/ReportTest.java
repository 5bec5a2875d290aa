package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.swarmworker.monitor.Report.AlertLine;
import dev.swarmworker.monitor.Report.Level;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<AlertLine> ALERTS = List.of(new AlertLine("memory", 1000, true, 3));

  private final Report report =
      Report.of(
          List.of(stats(0, 10, 8, 100, 3, 1), stats(10, 14, 11, 110, 7, 2)),
          stats(20, 30, 24, 200, 5, 6),
          ALERTS);

  @Test
  void work_isWhatWasDoneBetweenFirstAndLast() {
    assertThat(report.from()).isEqualTo(START);
    assertThat(report.to()).isEqualTo(START.plusSeconds(20));
    assertThat(report.samples()).isEqualTo(3);
    assertThat(report.work().executed()).isEqualTo(20);
    assertThat(report.work().succeeded()).isEqualTo(16);
    assertThat(report.work().failed()).isEqualTo(4);
    assertThat(report.work().failureRate()).isEqualTo(0.2);
    assertThat(report.work().perSecond()).isEqualTo(1);
    // (30 * 200 - 10 * 100) / 20
    assertThat(report.work().averageTime()).isCloseTo(250, within(1e-9));
    assertThat(report.cache()).isEqualTo(new Report.Cache(5, 5, 0.5));
  }

  @Test
  void levels_areLeastAverageMostAndNow() {
    assertThat(report.levels()).containsEntry("executor.activeExecutions", new Level(3, 5, 7, 5));
  }

  @Test
  void nothingKeptYet_isAReportOfNow() {
    Report now = Report.of(List.of(), stats(0, 10, 8, 100, 3, 1), ALERTS);

    assertThat(now.samples()).isEqualTo(1);
    assertThat(now.work()).isEqualTo(new Report.Work(0, 0, 0, 0, 0, 0));
    assertThat(now.cache().hitRate()).isZero();
  }

  @Test
  void markdown_tellsTheSame() {
    assertThat(ReportMarkdown.of("w-1", report))
        .startsWith(
            """
            # Performance of w-1

            2026-01-01T00:00:00Z to 2026-01-01T00:00:20Z: 3 samples over 20 s.

            ## Work

            | figure | value |
            |---|---:|
            | tasks | 20 |
            | succeeded | 16 |
            | failed | 4 (20.0%) |
            | tasks per second | 1 |
            | average time | 250 ms |
            | cache hits | 5 of 10 (50.0%) |
            """)
        .contains("| executor.activeExecutions | 3 | 5 | 7 | 5 |\n")
        .endsWith("| memory | 1000 | **raised** | 3 |\n");
  }

  private static Stats stats(
      int second, long executed, long succeeded, double average, int active, long cacheLooks) {
    return new Stats(
        START.plusSeconds(second),
        new Stats.Executor(executed, succeeded, executed - succeeded, average, 0, active, 10),
        new Stats.ConnectionPool(0, 0, 0, 0, 0, 0, 0),
        new Stats.Cache(cacheLooks, cacheLooks, 0.5, 0),
        new Stats.Files(0, 0, 0, 0, 0),
        new Stats.State(0, 0, 0, 0, 0),
        new Stats.History(1000, 0, 0, 0, 0),
        new Stats.OwnProcess(0, 0, 0, 0, 0),
        List.of());
  }
}
