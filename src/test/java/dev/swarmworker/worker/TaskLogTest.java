package dev.swarmworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.support.Logged;
import dev.swarmworker.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TaskLogTest {

  private static final Path SOURCE = Path.of("src/main/java/dev/swarmworker/worker/TaskLog.java");
  private static final Path PAGE = Path.of("docs", "operations.md");

  @Test
  void tasksOfNewerWorkers_areSaidOnce() {
    try (Logged logged = new Logged(TaskLog.class)) {
      TaskLog log = new TaskLog();

      log.newer(new TaskId("a"));
      log.newer(new TaskId("b"));

      assertThat(logged.lines()).singleElement().asString().contains("task a");
    }
  }

  /** Who searches by event needs its name from somewhere. */
  @Test
  void everyEvent_isOnThePage() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(
            Pattern.compile("Line\\.of\\(\"([a-z]+[.][a-z-]+)\"")
                .matcher(Files.readString(SOURCE))
                .results())
        .hasSizeGreaterThan(8)
        .allSatisfy(found -> assertThat(page).contains("`" + found.group(1) + "`"));
  }

  /** A line without an event is one that nobody finds. */
  @Test
  void everyLine_hasItsEvent() throws IOException {
    String source = Files.readString(SOURCE);

    assertThat(source.split("LOG\\.(infof|warnf|debugf)", -1).length)
        .isEqualTo(source.split("\\(Line _ =", -1).length);
  }
}
