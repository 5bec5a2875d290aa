package dev.swarmworker.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.artifact.OutputPlacement.Placement;
import dev.swarmworker.task.ArtifactRef;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlacementTest {

  private static final TaskId ID = new TaskId("task:1");
  private static final ByteSize LIMIT = new ByteSize(10);

  @TempDir Path folder;

  @Test
  void outputUpToTheLimit_staysInline() throws IOException {
    OutputPlacement outputs = new OutputPlacement(Stores.in(folder), LIMIT);

    assertThat(outputs.place(ID, "0123456789")).isEqualTo(new Placement.Inline("0123456789"));
    assertThat(outputs.place(ID, "")).isEqualTo(new Placement.Inline(""));
    assertThat(outputs.place(ID, "ééééé")).isEqualTo(new Placement.Inline("ééééé"));
    assertThat(Stores.tree(folder)).isEmpty();
  }

  @Test
  void outputOverTheLimitInBytes_goesToAFile() throws IOException {
    // When: six letters, twelve bytes
    ArtifactRef ref = inFile(new OutputPlacement(Stores.in(folder), LIMIT).place(ID, "éééééé"));

    // Then
    byte[] bytes = "éééééé".getBytes(StandardCharsets.UTF_8);
    assertThat(Files.readAllBytes(folder.resolve(ref.path()))).isEqualTo(bytes);
    assertThat(ref.size()).isEqualTo(12);
    assertThat(ref.sha256()).isEqualTo(Sha256.hex(bytes));
    assertThat(ref.path()).contains("task-task=1-");
  }

  @Test
  void outputThatIsAJsonDocument_goesToAJsonFile_asItIs() throws IOException {
    OutputPlacement outputs = new OutputPlacement(Stores.in(folder), LIMIT);

    ArtifactRef ref = inFile(outputs.place(ID, " {\"é\": [1, 2]}\n"));

    assertThat(ref.path()).endsWith(".json");
    assertThat(Files.readString(folder.resolve(ref.path()))).isEqualTo(" {\"é\": [1, 2]}\n");
    assertThat(OutputPlacement.hash(new ArtifactPath(ref.path())))
        .contains(ref.sha256().substring(0, 32));
  }

  @Test
  void outputThatIsNoJsonDocument_goesToATextFile() throws IOException {
    OutputPlacement outputs = new OutputPlacement(Stores.in(folder), LIMIT);

    for (String text :
        new String[] {
          "12345678901", "\"a long string\"", "{\"broken\": 1", "[1] and more", "{} {} {} {}"
        }) {
      assertThat(inFile(outputs.place(ID, text)).path()).as(text).endsWith(".txt");
    }
  }

  @Test
  void whatGoesToAFile_isSaidBefore() throws IOException {
    OutputPlacement outputs = new OutputPlacement(Stores.in(folder), LIMIT);

    assertThat(outputs.writes("0123456789")).isFalse();
    assertThat(outputs.writes("ééééé")).isFalse();
    assertThat(outputs.writes("éééééé")).isTrue();
    assertThat(new OutputPlacement(new NoStore(), LIMIT).writes("éééééé")).isFalse();
    assertThat(Stores.tree(folder)).isEmpty();
  }

  @Test
  void sameOutputAgain_isTheSameFile() throws IOException {
    OutputPlacement outputs = new OutputPlacement(Stores.in(folder), LIMIT);

    ArtifactRef first = inFile(outputs.place(ID, "the same output"));
    ArtifactRef again = inFile(outputs.place(ID, "the same output"));

    assertThat(again).isEqualTo(first);
    assertThat(Stores.tree(folder)).hasSize(3);
  }

  @Test
  void otherOutputOfTheSameTask_leavesThePublishedFileAlone() throws IOException {
    // Given a published result
    OutputPlacement outputs = new OutputPlacement(Stores.in(folder), LIMIT);
    ArtifactRef published = inFile(outputs.place(ID, "the first output"));

    // When a worker without a lease finishes late
    ArtifactRef late = inFile(outputs.place(ID, "another output"));

    // Then
    assertThat(late.path()).isNotEqualTo(published.path());
    assertThat(folder.resolve(published.path())).hasContent("the first output");
  }

  @Test
  void artifactsOff_everythingStaysInline() {
    String large = "x".repeat(1_000_000);

    assertThat(new OutputPlacement(new NoStore(), LIMIT).place(ID, large))
        .isEqualTo(new Placement.Inline(large));
  }

  @Test
  void fileThatCannotBeWritten_failsTheTask() throws IOException {
    // Given
    Files.writeString(folder.resolve("outputs"), "a file in place of the directory");

    // When
    Placement placement = new OutputPlacement(Stores.in(folder), LIMIT).place(ID, "secret output");

    // Then
    assertThat(placement).isInstanceOf(Placement.Failed.class);
    assertThat(((Placement.Failed) placement).failure())
        .satisfies(
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.ARTIFACT_FAILED);
              assertThat(failure.retryable()).isTrue();
              assertThat(failure.message()).doesNotContain("secret");
            });
  }

  @Property
  void everyTaskId_hasAPathOfItsOwn(
      @ForAll
          @StringLength(min = 1, max = 128)
          @CharRange(from = 'a', to = 'z')
          @Chars({'.', '_', ':', '-', 'A', '9'})
          String id) {
    String hash = "0".repeat(64);
    ArtifactPath path = OutputPlacement.path(new TaskId(id), hash, ".txt");

    String name = path.name();
    String back =
        name.substring("task-".length(), name.length() - ("-.txt".length() + 32)).replace('=', ':');
    assertThat(back).isEqualTo(id);
  }

  private static ArtifactRef inFile(Placement placement) {
    assertThat(placement).isInstanceOf(Placement.InFile.class);
    return ((Placement.InFile) placement).artifact();
  }
}
