package dev.swarmworker.artifact;

import static dev.swarmworker.artifact.Stores.done;
import static dev.swarmworker.artifact.Stores.failure;
import static dev.swarmworker.artifact.Stores.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.artifact.FileFailure.Reason;
import dev.swarmworker.task.ArtifactRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreAtomicityTest {

  private static final int SIZE = 300_000;
  private static final int WRITES = 100;

  @TempDir Path folder;
  private FolderStore store;

  @BeforeEach
  void open() throws IOException {
    store = Stores.in(folder);
  }

  @Test
  void concurrentReaders_seeOneWriteWholeAndNeverAPart() throws Exception {
    // Given an artifact whose bytes are all alike, and writers that each write another byte
    done(store.write(path("d/x"), Content.bytes(filled(0))));
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> readUntil(over)));
      }

      // When
      for (int i = 1; i <= WRITES; i++) {
        done(store.write(path("d/x"), Content.bytes(filled(i))));
      }
      over.set(true);

      // Then
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
    assertThat(Stores.tree(folder)).containsExactly("d", "d/x");
  }

  private int readUntil(AtomicBoolean over) {
    int reads = 0;
    while (!over.get() || reads == 0) {
      byte[] bytes = done(store.read(path("d/x"), Body.bytes(2 * SIZE)));
      assertThat(bytes).hasSize(SIZE);
      assertThat(Arrays.equals(bytes, filled(bytes[0]))).isTrue();
      reads++;
    }
    return reads;
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void unfinishedWrite_isNotThereYet() {
    FileOutcome<ArtifactRef> outcome =
        store.write(
            path("x"),
            out -> {
              out.write(new byte[SIZE]);
              assertThat(failure(store.read(path("x"), Body.bytes(SIZE))).reason())
                  .isEqualTo(Reason.NOT_FOUND);
              out.write(1);
            });

    assertThat(done(outcome).size()).isEqualTo(SIZE + 1);
  }

  @Test
  void readerThatBeganBeforeAReplacement_readsTheOldToItsEnd() {
    // Given
    done(store.write(path("x"), Content.bytes(filled(1))));

    // When
    byte[] read =
        done(
            store.read(
                path("x"),
                (InputStream in, long _) -> {
                  byte[] head = in.readNBytes(10);
                  done(store.write(path("x"), Content.bytes(filled(2))));
                  byte[] whole = Arrays.copyOf(head, SIZE);
                  System.arraycopy(in.readAllBytes(), 0, whole, 10, SIZE - 10);
                  return new FileOutcome.Done<>(whole);
                }));

    // Then
    assertThat(read).isEqualTo(filled(1));
  }

  @Test
  void manyWritersToOneNewDirectory_allSucceed() throws Exception {
    // Given two stores, as two workers share the folder
    List<FolderStore> workers = List.of(store, Stores.in(folder));
    for (int round = 0; round < 20; round++) {
      String directory = "r" + round + "/sub";
      CountDownLatch start = new CountDownLatch(1);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<FileOutcome<ArtifactRef>>> writes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          ArtifactPath path = path(directory + "/f" + i);
          FolderStore worker = workers.get(i % 2);
          writes.add(
              threads.submit(
                  () -> {
                    start.await();
                    return worker.write(path, Content.text("it"));
                  }));
        }

        // When
        start.countDown();

        // Then
        for (Future<FileOutcome<ArtifactRef>> write : writes) {
          assertThat(Files.readString(folder.resolve(done(write.get()).path()))).isEqualTo("it");
        }
      }
    }
    assertThat(Stores.tree(folder)).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void directoryThatVanishesBeforeTheRename_isMadeAgain() {
    // Given another worker's delete of the empty directory, just before the file gets its name
    done(store.createDirectory(path("d")));

    // When
    ArtifactRef ref =
        done(
            store.write(
                path("d/x"),
                out -> {
                  out.write(1);
                  done(store.delete(path("d")));
                }));

    // Then
    assertThat(folder.resolve(ref.path())).hasSize(1);
  }
}
