package dev.swarmworker.artifact;

import static dev.swarmworker.artifact.Stores.done;
import static dev.swarmworker.artifact.Stores.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.artifact.InputArtifacts.Inputs;
import dev.swarmworker.artifact.InputArtifacts.Named;
import dev.swarmworker.task.ErrorCode;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Priority;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputArtifactsTest {

  @TempDir Path folder;
  private InputArtifacts inputs;

  @BeforeEach
  void write() throws IOException {
    FolderStore store = Stores.in(folder);
    done(store.write(path("a.txt"), Content.text("12345")));
    done(store.write(path("d/b.txt"), Content.text("67890")));
    done(store.write(path("binary"), Content.bytes(new byte[] {(byte) 0xff})));
    inputs = new InputArtifacts(store, new ByteSize(10));
  }

  @Test
  void namedArtifacts_areReadInTheirOrder() {
    assertThat(
            found("{\"q\":{\"artifacts\":[\"x\"]},\"artifacts\":[\"d/b.txt\",\"a.txt\"],\"z\":1}"))
        .isEqualTo(
            new Inputs.Found(
                List.of(new Named(path("d/b.txt"), "67890"), new Named(path("a.txt"), "12345"))));
  }

  @Test
  void resultsOwnArtifacts_areNamesLikeStrings() {
    assertThat(
            found(
                "{\"artifacts\":[{\"sha256\":\"x\",\"path\":\"a.txt\",\"of\":{\"path\":\"x\"}},"
                    + "\"d/b.txt\"]}"))
        .isEqualTo(
            new Inputs.Found(
                List.of(new Named(path("a.txt"), "12345"), new Named(path("d/b.txt"), "67890"))));
  }

  @Test
  void objectWithoutAPath_amongNames_isInvalid() {
    assertThat(failure("{\"artifacts\":[\"a.txt\",{\"name\":\"theirs\"}]}").message())
        .contains("an object with a path");
    assertThat(failure("{\"artifacts\":[{\"path\":\"a.txt\"},{\"path\":7}]}").message())
        .contains("an object with a path");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "{}",
        "[\"a.txt\"]",
        "\"a.txt\"",
        "{\"artifacts\":[]}",
        "{\"artifacts\":null}",
        "{\"artifacts\":\"a.txt\"}",
        "{\"artifacts\":[{\"name\":\"theirs\"}]}",
        "{\"artifacts\":[{\"name\":\"theirs\",\"in\":{\"path\":\"a.txt\"}}]}",
        "{\"artifacts\":[{\"path\":7},\"a.txt\"]}",
        "{\"artifacts\":{\"a\":[\"a.txt\"]}}"
      })
  void inputWithoutNames_hasNoArtifacts(@Nullable String input) {
    assertThat(found(input)).isEqualTo(new Inputs.Found(List.of()));
  }

  @Test
  void hostileName_isInvalidNamingTheRuleAndTheElement() {
    assertThat(failure("{\"artifacts\":[\"a.txt\",\"../secret\"]}"))
        .isEqualTo(invalid("input.artifacts[1]: it has a segment '.' or '..'"));
  }

  @Test
  void missingArtifact_isInvalidNamingIt() {
    assertThat(failure("{\"artifacts\":[\"none.txt\"]}"))
        .isEqualTo(invalid("input.artifacts[0]: none.txt: there is none"));
  }

  @Test
  void linkOutOfTheFolder_isInvalid() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/hostname"));

    assertThat(failure("{\"artifacts\":[\"link\"]}").code()).isEqualTo(ErrorCode.INVALID_TASK);
  }

  @Test
  void moreThanTheBoundTogether_isInvalid() {
    assertThat(failure("{\"artifacts\":[\"a.txt\",\"d/b.txt\",\"a.txt\"]}"))
        .isEqualTo(invalid("input.artifacts[2]: more than 10 bytes with those before it"));
  }

  @Test
  void tooManyNames_areInvalid() {
    String names = "\"a.txt\",".repeat(InputArtifacts.MAX_COUNT) + "\"a.txt\"";

    assertThat(failure("{\"artifacts\":[" + names + "]}"))
        .isEqualTo(invalid("input.artifacts: more than 64 elements"));
  }

  @Test
  void nameAmongOtherThings_isInvalid() {
    assertThat(failure("{\"artifacts\":[\"a.txt\",7]}"))
        .isEqualTo(
            invalid("input.artifacts: every element must be a string, or an object with a path"));
  }

  @Test
  void binaryArtifact_isInvalid() {
    assertThat(failure("{\"artifacts\":[\"binary\"]}"))
        .isEqualTo(invalid("input.artifacts[0]: binary: it is not UTF-8"));
  }

  @Test
  void artifactsOff_saysSo() {
    InputArtifacts off = new InputArtifacts(new NoStore(), new ByteSize(10));

    assertThat(off.of(task("{\"artifacts\":[\"a.txt\"]}")))
        .isEqualTo(
            new Inputs.Failed(
                invalid("input.artifacts[0]: artifacts are off: swarm.files.dir names no folder")));
    assertThat(off.of(task("{\"x\":1}"))).isEqualTo(new Inputs.Found(List.of()));
  }

  @Test
  void folderThatVanished_isAFailureThatMayPass() throws IOException {
    Path gone = folder.resolve("volume");
    InputArtifacts onVolume = new InputArtifacts(Stores.in(gone), new ByteSize(10));
    Files.delete(gone);

    assertThat(onVolume.of(task("{\"artifacts\":[\"a.txt\"]}")))
        .isEqualTo(
            new Inputs.Failed(
                new Failure(
                    ErrorCode.ARTIFACT_FAILED,
                    "input.artifacts[0]: a.txt: the artifact folder is gone",
                    true)));
  }

  private Inputs found(@Nullable String input) {
    return inputs.of(task(input));
  }

  private Failure failure(String input) {
    Inputs outcome = inputs.of(task(input));
    assertThat(outcome).isInstanceOf(Inputs.Failed.class);
    return ((Inputs.Failed) outcome).failure();
  }

  private static Failure invalid(String message) {
    return new Failure(ErrorCode.INVALID_TASK, message, false);
  }

  private static Task task(@Nullable String input) {
    return new Task(
        new TaskId("t"),
        "code",
        "do it",
        input,
        Task.Context.NONE,
        new Task.Requirements(Set.of("code"), null),
        Task.Constraints.NONE,
        Task.Overrides.NONE,
        Priority.NORMAL);
  }
}
