package dev.swarmworker.artifact;

import static dev.swarmworker.artifact.Stores.done;
import static dev.swarmworker.artifact.Stores.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.artifact.OutputPlacement.Placement;
import dev.swarmworker.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final Instant NOW = Instant.parse("2026-01-08T12:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Instant OLD = NOW.minus(WEEK).minusMillis(1);

  @TempDir Path folder;
  private FolderStore store;
  private Retention retention;

  @BeforeEach
  void open() throws IOException {
    store = Stores.in(folder);
    retention = new Retention(store, WEEK, () -> NOW);
  }

  @Test
  void outputsOlderThanTheRetention_areDeleted_andNoneThatIsYounger() throws IOException {
    String old = output("old", OLD);
    String orphan = output("old", "another answer that no result names", OLD);
    String exactly = output("exactly", NOW.minus(WEEK));
    String young = output("young", NOW);

    retention.sweep();

    assertThat(Stores.tree(folder)).doesNotContain(old, orphan).contains(exactly, young);
    assertThat(retention.deleted()).isEqualTo(2);
    assertThat(store.stats().errors()).isZero();
  }

  @Test
  void jsonOutput_isDeletedToo() throws IOException {
    String old = output("json", "[1]", OLD);

    retention.sweep();

    assertThat(old).endsWith(".json");
    assertThat(Stores.tree(folder)).doesNotContain(old);
  }

  @Test
  void filesOfOthers_stay_howeverOld() throws IOException {
    String output = output("task", NOW);
    String beside = output.substring(0, output.lastIndexOf('/'));
    for (String theirs :
        new String[] {
          "notes.txt", "outputs/notes.txt", beside + "/notes.txt", "inputs/a/task-x.txt"
        }) {
      Files.createDirectories(folder.resolve(theirs).getParent());
      aged(Files.writeString(folder.resolve(theirs), "it"), OLD);
    }

    retention.sweep();

    assertThat(Stores.tree(folder))
        .contains(
            "notes.txt", "outputs/notes.txt", beside + "/notes.txt", "inputs/a/task-x.txt", output);
    assertThat(retention.deleted()).isZero();
  }

  @Test
  void links_areNeitherFollowedNorDeleted(@TempDir Path elsewhere) throws IOException {
    String output = output("task", OLD);
    Path outside = elsewhere.resolve("aa");
    Files.createDirectories(outside);
    aged(Files.copy(folder.resolve(output), outside.resolve(name(output))), OLD);
    Files.createSymbolicLink(folder.resolve("outputs/zz"), outside);
    Files.createSymbolicLink(
        folder.resolve(output).resolveSibling("task-l-" + "0".repeat(32) + ".txt"),
        outside.resolve(name(output)));

    retention.sweep();

    assertThat(outside.resolve(name(output))).exists();
    assertThat(folder.resolve("outputs/zz")).isSymbolicLink();
    assertThat(folder.resolve(output)).doesNotExist();
    assertThat(retention.deleted()).isEqualTo(1);
  }

  @Test
  void outputWrittenAgainSinceItWasListed_stays() throws IOException {
    String output = output("task", OLD);
    output("task", NOW);

    assertThat(done(store.deleteOlder(path(output), NOW.minus(WEEK)))).isFalse();
    assertThat(folder.resolve(output)).exists();
  }

  @Test
  void folderWithoutOutputs_isSweptWithoutAnError() {
    retention.sweep();

    assertThat(store.stats().errors()).isZero();
    assertThat(done(store.deleteOlder(path("outputs/aa/none.txt"), NOW))).isFalse();
  }

  private String output(String task, Instant modified) throws IOException {
    return output(task, "the answer", modified);
  }

  private String output(String task, String text, Instant modified) throws IOException {
    OutputPlacement outputs = new OutputPlacement(store, new ByteSize(1));
    String path = ((Placement.InFile) outputs.place(new TaskId(task), text)).artifact().path();
    aged(folder.resolve(path), modified);
    return path;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void aged(Path file, Instant modified) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
