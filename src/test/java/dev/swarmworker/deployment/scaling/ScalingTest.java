package dev.swarmworker.deployment.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A day under the settings as shipped and under others, and that the page about it is true. With
 * {@code -Dscaling.write=true} the table and the plot are written anew.
 */
class ScalingTest {

  private static final Path SCALER = Path.of("k8s/components/keda/scaledobject.yaml");
  private static final Path PAGE = Path.of("docs/scaling.md");
  private static final Path PLOT = Path.of("docs/scaling.svg");
  private static final String BEGIN = "<!-- table -->\n";
  private static final String END = "<!-- end of table -->";

  private static final Map<String, Course> COURSES = new LinkedHashMap<>();

  @BeforeAll
  static void simulate() throws IOException {
    Scaling shipped = Scaling.of(new YAMLMapper().readTree(SCALER.toFile()));
    Contenders.all(shipped).forEach((name, scaling) -> COURSES.put(name, Course.of(scaling)));
  }

  @Test
  void asShipped_waitsAreShort_andNoCallIsCutOff() {
    Course shipped = COURSES.get(Contenders.SHIPPED);

    assertThat(shipped.waitOf(0.95)).isLessThan(120);
    assertThat(shipped.waitOf(0.99)).isLessThan(240);
    assertThat(shipped.cutOff()).isZero();
    assertThat(shipped.workers()).contains(0).contains(20);
    assertThat(shipped.notBegun()[shipped.notBegun().length - 1]).isLessThan(5);
  }

  @Test
  void asShipped_isBetterThanLagAlone() {
    Course shipped = COURSES.get(Contenders.SHIPPED);
    Course sameCost = COURSES.get(Contenders.LAG_150);

    assertThat(shipped.workerHours()).isLessThanOrEqualTo(sameCost.workerHours());
    assertThat(shipped.waitOf(0.99)).isLessThan(sameCost.waitOf(0.99));
    assertThat(shipped.workerHours() * 2).isLessThan(COURSES.get(Contenders.LAG_10).workerHours());
    assertThat(shipped.waitOf(0.95) * 10).isLessThan(COURSES.get(Contenders.LAG_1000).waitOf(0.95));
  }

  @Test
  void page_saysWhatComesOut() throws IOException {
    String table = table();
    String plot = Plot.of(plotted());
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String told = head + table + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("scaling.write")) {
      Files.writeString(PAGE, told);
      Files.writeString(PLOT, plot);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(told);
    assertThat(Files.readString(PLOT)).isEqualTo(plot);
  }

  private static Map<String, Course> plotted() {
    return List.of(Contenders.SHIPPED, Contenders.LAG_10, Contenders.LAG_1000).stream()
        .collect(Collectors.toMap(name -> name, COURSES::get, (a, _) -> a, LinkedHashMap::new));
  }

  private static String table() {
    StringBuilder table = new StringBuilder();
    table.append("| | worker-hours | most workers | changes | waited: 95% | 99% | longest |");
    table.append(" most not begun |\n|---|---|---|---|---|---|---|---|\n");
    COURSES.forEach(
        (name, course) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %s | %s | %s | %,d |%n",
                    name,
                    course.workerHours(),
                    course.mostWorkers(),
                    course.changes(),
                    time(course.waitOf(0.95)),
                    time(course.waitOf(0.99)),
                    time(course.waitOf(1)),
                    course.mostNotBegun())));
    return table.toString();
  }

  private static String time(int seconds) {
    return seconds < 600
        ? seconds + " s"
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
