package dev.swarmworker.artifact;

import static dev.swarmworker.artifact.Stores.done;
import static dev.swarmworker.artifact.Stores.failure;
import static dev.swarmworker.artifact.Stores.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.artifact.FileFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who may write in the folder plants links that lead out of it. */
class FolderStoreLinkTest {

  @TempDir Path temp;
  private Path folder;
  private Path outside;
  private FolderStore store;

  @BeforeEach
  void open() throws IOException {
    folder = temp.resolve("artifacts");
    outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    store = Stores.in(folder);
  }

  @Test
  void linkInPlaceOfADirectory_isRefusedByEveryOperation() throws IOException {
    // Given
    Files.createSymbolicLink(folder.resolve("d"), outside);
    done(store.write(path("own"), Content.text("own")));

    // Then
    assertThat(failure(store.read(path("d/secret"), Body.text(9))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.write(path("d/new"), Content.text("x"))).reason())
        .isEqualTo(Reason.LINK);
    assertThat(failure(store.write(path("d/e/new"), Content.text("x"))).reason())
        .isEqualTo(Reason.LINK);
    assertThat(failure(store.createDirectory(path("d/e"))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.list(path("d"))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.delete(path("d/secret"))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.move(path("own"), path("d/own"))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.move(path("d/secret"), path("s"))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.copy(path("d/secret"), path("s"))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.copy(path("own"), path("d/own"))).reason()).isEqualTo(Reason.LINK);
    assertThat(Stores.tree(outside)).containsExactly("secret");
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void linkInPlaceOfAFile_isRefusedAndItsTargetUntouched() throws IOException {
    // Given
    Files.createSymbolicLink(folder.resolve("f"), outside.resolve("secret"));
    done(store.write(path("own"), Content.text("own")));

    // Then
    assertThat(failure(store.read(path("f"), Body.text(9))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.write(path("f"), Content.text("x"))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.move(path("f"), path("g"))).reason()).isEqualTo(Reason.LINK);
    assertThat(failure(store.move(path("own"), path("f"))).reason()).isEqualTo(Reason.LINK);
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void deletingALink_deletesTheLinkAlone() throws IOException {
    Files.createSymbolicLink(folder.resolve("f"), outside.resolve("secret"));

    done(store.delete(path("f")));

    assertThat(folder.resolve("f")).doesNotExist();
    assertThat(outside.resolve("secret")).hasContent("secret");
  }

  @Test
  void linkToInside_isRefusedAsWell() throws IOException {
    done(store.write(path("real/x"), Content.text("it")));
    Files.createSymbolicLink(folder.resolve("alias"), Path.of("real"));

    assertThat(failure(store.read(path("alias/x"), Body.text(9))).reason()).isEqualTo(Reason.LINK);
  }

  @Test
  void hardLinkToAFileOutside_isReplacedAndNeverWrittenThrough() throws IOException {
    Files.createLink(folder.resolve("f"), outside.resolve("secret"));

    done(store.write(path("f"), Content.text("new")));

    assertThat(outside.resolve("secret")).hasContent("secret");
    assertThat(folder.resolve("f")).hasContent("new");
  }

  @Test
  void folderThatIsItselfALink_isTheOperatorsWish() throws IOException {
    Path alias = Files.createSymbolicLink(temp.resolve("alias"), folder);

    done(Stores.in(alias).write(path("x"), Content.text("it")));

    assertThat(folder.resolve("x")).hasContent("it");
  }

  @Test
  void linkPlantedWhileTheContentIsWritten_isRefused() throws IOException {
    // Given
    done(store.createDirectory(path("d")));

    // When
    FileOutcome<?> outcome =
        store.write(
            path("d/new"),
            out -> {
              Files.delete(folder.resolve("d"));
              Files.createSymbolicLink(folder.resolve("d"), outside);
              out.write(1);
            });

    // Then
    assertThat(failure(outcome).reason()).isEqualTo(Reason.LINK);
    assertThat(Stores.tree(folder)).containsExactly("d");
    assertThat(Stores.tree(outside)).containsExactly("secret");
  }

  @Test
  void linkPlantedBetweenOpeningAndUse_isNotSeen() throws IOException {
    // Given an open directory that was then moved away, with a link in its place
    Files.createDirectory(folder.resolve("d"));
    Root root = Stores.root(folder);
    try (Folder top = root.open();
        Folder open = root.existing(List.of("d"))) {
      Files.move(folder.resolve("d"), folder.resolve("moved"));
      Files.createSymbolicLink(folder.resolve("d"), outside);

      // When
      top.create("t").close();
      top.rename("t", open, "new");

      // Then
      assertThat(folder.resolve("moved/new")).exists();
      assertThat(Stores.tree(outside)).containsExactly("secret");
    }
  }

  @Test
  void linkPlantedWhileADirectoryIsMade_leavesTheOutsideAlone() throws IOException {
    // Given: the name is asked for after the parent was opened and before the directory is made
    Files.createDirectory(folder.resolve("d"));
    AtomicBoolean planted = new AtomicBoolean();
    TempNames planting =
        new TempNames(
            () -> {
              if (planted.compareAndSet(false, true)) {
                plantLink();
              }
              return "1";
            });

    // When
    Root.at(folder, planting).made(List.of("d", "e")).close();

    // Then
    assertThat(planted).isTrue();
    assertThat(folder.resolve("moved/e")).isDirectory();
    assertThat(Stores.tree(outside)).containsExactly("secret");
  }

  private void plantLink() {
    try {
      Files.move(folder.resolve("d"), folder.resolve("moved"));
      Files.createSymbolicLink(folder.resolve("d"), outside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A directory and a link take turns at one name while it is used. */
  @Test
  void linkSwappedInUnderTheOperation_neverLeadsOutside() throws Exception {
    // Given
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService attacker = Executors.newSingleThreadExecutor()) {
      Future<Void> attack = attacker.submit(() -> swap(folder.resolve("d"), over));

      // When
      int refused = 0;
      int written = 0;
      try {
        for (int i = 0; i < 20_000 && (i < 200 || refused == 0 || written == 0); i++) {
          if (store.read(path("d/secret"), Body.text(9))
              instanceof FileOutcome.Done<String>(String text)) {
            assertThat(text).isEqualTo("own");
          }
          switch (store.write(path("d/e" + i % 7 + "/new"), Content.text("x"))) {
            case FileOutcome.Done<?> _ -> written++;
            case FileOutcome.Failed<?>(FileFailure failure) ->
                refused += failure.reason() == Reason.LINK ? 1 : 0;
          }
        }
      } finally {
        over.set(true);
      }
      attack.get();

      // Then both happened, or the race was not run
      assertThat(refused).isPositive();
      assertThat(written).isPositive();
      assertThat(Stores.tree(outside)).containsExactly("secret");
      assertThat(outside.resolve("secret")).hasContent("secret");
    }
  }

  private Void swap(Path name, AtomicBoolean over) throws IOException {
    for (int turn = 0; !over.get(); turn++) {
      Path fresh = Files.createDirectory(temp.resolve("fresh" + turn));
      Files.writeString(fresh.resolve("secret"), "own");
      try {
        Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE);
        Files.move(name, temp.resolve("used" + turn), StandardCopyOption.ATOMIC_MOVE);
        Files.createSymbolicLink(name, outside);
        Files.delete(name);
      } catch (FileSystemException _) {
        // The store made a directory of this name in between.
        Files.move(name, temp.resolve("made" + turn), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return null;
  }
}
