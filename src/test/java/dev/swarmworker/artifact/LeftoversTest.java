package dev.swarmworker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant OLD = NOW.minus(Leftovers.AGE).minusMillis(1);

  @TempDir Path folder;

  @Test
  void oldUnfinishedFiles_areDeletedAndNothingElse() throws IOException {
    // Given
    file(".swarm-crashed.tmp", OLD);
    file(".swarm-other-worker-writes.tmp", NOW.minus(Duration.ofMinutes(59)));
    file(".swarm-exactly.tmp", NOW.minus(Leftovers.AGE));
    file(".other-program.tmp", OLD);
    file("artifact.txt", OLD);
    Files.createDirectory(folder.resolve("d"));
    file("d/.swarm-below.tmp", OLD);
    Path directory = Files.createDirectory(folder.resolve(".swarm-dir.tmp"));
    Files.setLastModifiedTime(directory, FileTime.from(OLD));

    // When
    int deleted = new Leftovers(Stores.root(folder), () -> NOW).delete();

    // Then
    assertThat(deleted).isEqualTo(2);
    assertThat(Stores.tree(folder))
        .containsExactly(
            ".other-program.tmp",
            ".swarm-exactly.tmp",
            ".swarm-other-worker-writes.tmp",
            "artifact.txt",
            "d",
            "d/.swarm-below.tmp");
  }

  @Test
  void linkWithTheNameOfALeftover_goesAloneAndNotItsTarget() throws IOException {
    // Given
    Path target = file("artifact.txt", OLD);
    Files.createSymbolicLink(folder.resolve(".swarm-link.tmp"), target);

    // When: by a clock far ahead, since a link's own age cannot be set
    new Leftovers(Stores.root(folder), () -> Instant.now().plus(Duration.ofDays(1))).delete();

    // Then
    assertThat(Stores.tree(folder)).containsExactly("artifact.txt");
  }

  @Test
  void leftoverThatCannotBeDeleted_doesNotStopTheStart() throws IOException {
    // Given
    Files.createDirectory(folder.resolve(".swarm-full.tmp"));
    file(".swarm-full.tmp/x", OLD);
    Files.setLastModifiedTime(folder.resolve(".swarm-full.tmp"), FileTime.from(OLD));
    file(".swarm-other.tmp", OLD);

    // Then
    assertThat(new Leftovers(Stores.root(folder), () -> NOW).delete()).isEqualTo(1);
    assertThat(folder.resolve(".swarm-full.tmp/x")).exists();
  }

  private Path file(String name, Instant modified) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "it");
    return Files.setLastModifiedTime(file, FileTime.from(modified));
  }
}
