package dev.swarmworker.artifact;

import static dev.swarmworker.artifact.Stores.done;
import static dev.swarmworker.artifact.Stores.failure;
import static dev.swarmworker.artifact.Stores.path;
import static dev.swarmworker.artifact.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.swarmworker.artifact.FileFailure.Reason;
import dev.swarmworker.task.ArtifactRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest {

  @TempDir Path folder;
  private FolderStore store;

  @BeforeEach
  void open() throws IOException {
    store = Stores.in(folder);
  }

  @Test
  void write_tellsPathSizeAndHash() throws IOException {
    // When
    ArtifactRef ref = done(store.write(path("a/b/hello.txt"), Content.text("hello")));

    // Then
    assertThat(ref)
        .isEqualTo(
            new ArtifactRef(
                "a/b/hello.txt",
                5,
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
    assertThat(folder.resolve("a/b/hello.txt")).hasContent("hello");
    assertThat(Stores.tree(folder)).containsExactly("a", "a/b", "a/b/hello.txt");
  }

  @Test
  void writeAgain_replaces() {
    done(store.write(path("x"), Content.text("a long first text")));
    done(store.write(path("x"), Content.text("short")));

    assertThat(text(store, "x")).isEqualTo("short");
  }

  @Test
  void largeStream_comesBackByteForByte() throws IOException {
    // Given
    byte[] bytes = new byte[9_000_001];
    new Random(1).nextBytes(bytes);

    // When
    ArtifactRef ref =
        done(store.write(path("big"), Content.stream(new ByteArrayInputStream(bytes))));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long read = done(store.read(path("big"), Body.into(out)));

    // Then
    assertThat(read).isEqualTo(bytes.length).isEqualTo(ref.size());
    assertThat(out.toByteArray()).isEqualTo(bytes);
    assertThat(ref.sha256()).isEqualTo(Sha256.hex(bytes));
  }

  @Test
  void emptyArtifact_isAFile() {
    assertThat(done(store.write(path("empty"), Content.bytes(new byte[0]))).size()).isZero();
    assertThat(text(store, "empty")).isEmpty();
  }

  @Test
  void sourceThatBreaks_leavesNothingAndTheOldContent() throws IOException {
    // Given
    done(store.write(path("x"), Content.text("old")));

    // When
    FileOutcome<ArtifactRef> outcome =
        store.write(
            path("x"),
            out -> {
              out.write(new byte[1_000_000]);
              throw new IOException("source broke");
            });

    // Then
    assertThat(failure(outcome)).isEqualTo(new FileFailure(Reason.IO, "x: source broke"));
    assertThat(text(store, "x")).isEqualTo("old");
    assertThat(Stores.tree(folder)).containsExactly("x");
  }

  @Test
  void sourceThatThrows_leavesNothingAndGivesThePermitBack() throws IOException {
    FolderStore narrow = Stores.in(folder, 1, 1);

    assertThatThrownBy(
            () ->
                narrow.write(
                    path("x"),
                    _ -> {
                      throw new IllegalStateException("bug");
                    }))
        .hasMessage("bug");

    assertThat(Stores.tree(folder)).isEmpty();
    assertThat(done(narrow.write(path("x"), Content.text("next"))).size()).isEqualTo(4);
  }

  @Test
  void missingArtifact_isNotFound() {
    assertThat(failure(store.read(path("a/none"), Body.text(10))).reason())
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(failure(store.delete(path("none"))).reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(failure(store.move(path("none"), path("b"))).reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(failure(store.copy(path("none"), path("b"))).reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(failure(store.list(path("none"))).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void largerThanTheReaderTakes_isTooLarge() {
    done(store.write(path("x"), Content.text("12345")));

    assertThat(text(store, "x")).isEqualTo("12345");
    assertThat(done(store.read(path("x"), Body.text(5)))).isEqualTo("12345");
    assertThat(failure(store.read(path("x"), Body.text(4))))
        .isEqualTo(new FileFailure(Reason.TOO_LARGE, "x: it has 5 bytes, and 4 are taken"));
  }

  @Test
  void bytesThatAreNoText_areMalformed() {
    done(store.write(path("x"), Content.bytes(new byte[] {(byte) 0xff, 0})));

    assertThat(failure(store.read(path("x"), Body.text(9))).reason()).isEqualTo(Reason.MALFORMED);
    assertThat(done(store.read(path("x"), Body.bytes(9)))).hasSize(2);
  }

  @Test
  void json_isCheckedOnTheWayInAndOut() throws IOException {
    done(store.writeJson(path("ok.json"), "{\"a\":[1,{\"b\":null}]}"));
    done(store.write(path("cut.json"), Content.text("{\"a\":")));

    assertThat(failure(store.writeJson(path("bad.json"), "{} {}")).reason())
        .isEqualTo(Reason.MALFORMED);
    assertThat(failure(store.writeJson(path("bad.json"), "")).reason()).isEqualTo(Reason.MALFORMED);
    assertThat(done(store.read(path("ok.json"), Body.json(99)))).startsWith("{");
    assertThat(failure(store.read(path("cut.json"), Body.json(99))).reason())
        .isEqualTo(Reason.MALFORMED);
    assertThat(Stores.tree(folder)).containsExactly("cut.json", "ok.json");
  }

  @Test
  void copy_leavesBothAndReplaces() {
    done(store.write(path("from"), Content.text("new")));
    done(store.write(path("d/to"), Content.text("old")));

    ArtifactRef copied = done(store.copy(path("from"), path("d/to")));

    assertThat(copied.path()).isEqualTo("d/to");
    assertThat(copied.sha256()).isEqualTo(Sha256.hex("new".getBytes(StandardCharsets.UTF_8)));
    assertThat(text(store, "from")).isEqualTo("new");
    assertThat(text(store, "d/to")).isEqualTo("new");
  }

  @Test
  void move_leavesOneAndMakesDirectories() throws IOException {
    done(store.write(path("from"), Content.text("it")));

    done(store.move(path("from"), path("d/e/to")));

    assertThat(text(store, "d/e/to")).isEqualTo("it");
    assertThat(Stores.tree(folder)).containsExactly("d", "d/e", "d/e/to");
  }

  @Test
  void delete_takesFilesAndEmptyDirectoriesOnly() throws IOException {
    done(store.write(path("d/x"), Content.text("it")));

    assertThat(failure(store.delete(path("d"))).reason()).isEqualTo(Reason.IO);
    done(store.delete(path("d/x")));
    done(store.delete(path("d")));

    assertThat(Stores.tree(folder)).isEmpty();
  }

  @Test
  void directories_areMadeListedAndNoFiles() {
    done(store.createDirectory(path("d/e")));
    done(store.createDirectory(path("d/e")));
    done(store.write(path("d/f"), Content.text("it")));

    assertThat(done(store.list(path("d"))))
        .extracting(Entry::name, Entry::kind)
        .containsExactly(tuple("e", Entry.Kind.DIRECTORY), tuple("f", Entry.Kind.FILE));
    assertThat(failure(store.write(path("d/e"), Content.text("x"))).reason())
        .isEqualTo(Reason.NOT_A_FILE);
    assertThat(failure(store.read(path("d/e"), Body.text(9))).reason())
        .isEqualTo(Reason.NOT_A_FILE);
    assertThat(failure(store.write(path("d/f/g"), Content.text("x"))).reason())
        .isEqualTo(Reason.NOT_A_DIRECTORY);
    assertThat(failure(store.move(path("d/e"), path("g"))).reason()).isEqualTo(Reason.NOT_A_FILE);
  }

  @Test
  void folderThatVanished_failsAndIsNotMadeAgain() throws IOException {
    // Given a volume that went away
    Path gone = folder.resolve("volume");
    FolderStore onVolume = Stores.in(gone);
    Files.delete(gone);

    // When
    FileFailure failure = failure(onVolume.write(path("x"), Content.text("it")));

    // Then
    assertThat(failure).isEqualTo(new FileFailure(Reason.IO, "x: the artifact folder is gone"));
    assertThat(gone).doesNotExist();
  }

  @Test
  void stats_countOperationsBytesAndErrors() {
    done(store.write(path("x"), Content.text("12345")));
    text(store, "x");
    failure(store.read(path("none"), Body.text(9)));
    done(store.copy(path("x"), path("y")));

    assertThat(store.stats()).isEqualTo(new FileStats(4, 5 + 5 + 10, 1, 0, 0));
  }

  @Test
  void interruptedCaller_getsAFailureAndKeepsItsFlag() throws IOException {
    // Given
    Thread.currentThread().interrupt();

    // When
    FileOutcome<ArtifactRef> outcome = store.write(path("x"), Content.text("it"));

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure(outcome).reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(Stores.tree(folder)).isEmpty();
  }

  @Test
  void interruptedInTheMiddle_leavesNothing() throws IOException {
    Thread caller = Thread.currentThread();

    // When
    FileOutcome<ArtifactRef> outcome =
        store.write(
            path("x"),
            out -> {
              caller.interrupt();
              awaitInterrupt();
              out.write(new byte[1_000_000]);
            });

    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure(outcome).reason()).isEqualTo(Reason.INTERRUPTED);
    assertThat(Stores.tree(folder)).isEmpty();
  }

  /** The caller's interrupt reaches the thread that writes. */
  private static void awaitInterrupt() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }
}
