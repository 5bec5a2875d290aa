package dev.swarmworker.artifact;

import static dev.swarmworker.artifact.Stores.done;
import static dev.swarmworker.artifact.Stores.failure;
import static dev.swarmworker.artifact.Stores.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.swarmworker.artifact.FileFailure.Reason;
import dev.swarmworker.artifact.OutputPlacement.Placement;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.TaskId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreDiskFullTest {

  private static final Path FULL_DEVICE = Path.of("/dev/full");

  @TempDir Path folder;

  /** The real refusal of the system, from the device that gives nothing else. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void fullDisk_failsThatTaskAloneAndLeavesNothing() throws IOException {
    // Given a disk that is full for one write
    AtomicBoolean full = new AtomicBoolean();
    Root root = Stores.root(folder);
    FolderStore store =
        new FolderStore(
            root,
            new Gate(1),
            new Gate(1),
            (top, name) -> full.get() ? fullFile(top, name) : top.create(name),
            new Diagnosis(() -> 0));
    done(store.write(path("x"), Content.text("old")));
    full.set(true);

    // When
    FileFailure failure = failure(store.write(path("x"), Content.bytes(new byte[200_000])));

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL);
    assertThat(failure.message()).startsWith("x: the disk is full: ");
    assertThat(Stores.tree(folder)).containsExactly("x");
    assertThat(Stores.text(store, "x")).isEqualTo("old");

    // And the next one is well again
    full.set(false);
    done(store.write(path("x"), Content.text("new")));
    assertThat(store.stats().errors()).isEqualTo(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void refusalWithSpaceLeft_isNotCalledAFullDisk() throws IOException {
    FolderStore store =
        new FolderStore(
            Stores.root(folder),
            new Gate(1),
            new Gate(1),
            FolderStoreDiskFullTest::fullFile,
            new Diagnosis(() -> 1_000_000_000));

    assertThat(failure(store.write(path("x"), Content.text("it"))).reason()).isEqualTo(Reason.IO);
  }

  private static FileChannel fullFile(Folder top, String name) throws IOException {
    top.create(name).close();
    return FileChannel.open(FULL_DEVICE, StandardOpenOption.WRITE);
  }

  /** A real small disk, where the machine lets the tests mount one. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void smallDisk_takesWhatFitsAndRefusesTheRest() throws Exception {
    // Given
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()) == 0);
    try {
      FolderStore store = Stores.in(disk);
      OutputPlacement outputs = new OutputPlacement(store, new ByteSize(10));

      // When
      Placement tooMuch = outputs.place(new TaskId("big"), "x".repeat(3_000_000));
      Placement fits = outputs.place(new TaskId("small"), "x".repeat(300_000));

      // Then
      assertThat(tooMuch).isInstanceOf(Placement.Failed.class);
      Failure failure = ((Placement.Failed) tooMuch).failure();
      assertThat(failure.code()).isEqualTo(ErrorCode.ARTIFACT_FAILED);
      assertThat(failure.message()).contains("the disk is full");
      assertThat(failure.retryable()).isTrue();
      assertThat(fits).isInstanceOf(Placement.InFile.class);
      assertThat(Stores.tree(disk)).noneMatch(name -> name.startsWith("."));
    } finally {
      assertThat(run("umount", disk.toString())).isZero();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException _) {
      return -1; // There is no such program.
    }
  }
}
