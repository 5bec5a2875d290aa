package dev.swarmworker.artifact;

import static dev.swarmworker.artifact.Stores.done;
import static dev.swarmworker.artifact.Stores.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderStoreConcurrencyTest {

  private static final int READS = 3;
  private static final int WRITES = 2;

  @TempDir Path folder;
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger writing = new AtomicInteger();
  private final AtomicInteger mostReading = new AtomicInteger();
  private final AtomicInteger mostWriting = new AtomicInteger();
  private FolderStore store;

  @BeforeEach
  void open() throws IOException {
    store = Stores.in(folder, READS, WRITES);
  }

  @Test
  void moreCallersThanPermits_waitInTheirOwnQueueAndNeverExceedTheBounds() throws Exception {
    // Given
    done(store.write(path("x"), Content.text("it")));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();

      // When
      for (int i = 0; i < 10; i++) {
        ArtifactPath target = path("w" + i);
        calls.add(threads.submit(() -> done(store.read(path("x"), this::readSlowly))));
        calls.add(threads.submit(() -> done(store.write(target, this::writeSlowly))));
      }

      // Then all permits are used, and the rest waits
      await()
          .untilAsserted(
              () -> {
                assertThat(reading).hasValue(READS);
                assertThat(writing).hasValue(WRITES);
                assertThat(store.stats().readQueue()).isEqualTo(10 - READS);
                assertThat(store.stats().writeQueue()).isEqualTo(10 - WRITES);
              });
      open.countDown();
      for (Future<?> call : calls) {
        call.get();
      }
    }
    assertThat(mostReading).hasValue(READS);
    assertThat(mostWriting).hasValue(WRITES);
    assertThat(store.stats().readQueue()).isZero();
    assertThat(store.stats().writeQueue()).isZero();
  }

  @Test
  void slowWrites_doNotHoldUpReads() throws Exception {
    done(store.write(path("x"), Content.text("it")));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writes = new ArrayList<>();
      for (int i = 0; i < WRITES; i++) {
        ArtifactPath target = path("w" + i);
        writes.add(threads.submit(() -> done(store.write(target, this::writeSlowly))));
      }
      await().untilAsserted(() -> assertThat(writing).hasValue(WRITES));

      assertThat(Stores.text(store, "x")).isEqualTo("it");

      open.countDown();
      for (Future<?> write : writes) {
        write.get();
      }
    }
  }

  @Test
  void copiesReadsAndWrites_neverWaitInACircle() throws Exception {
    // Given one permit of each kind
    FolderStore narrow = Stores.in(folder, 1, 1);
    done(narrow.write(path("x"), Content.text("it")));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();

      // When
      for (int i = 0; i < 20; i++) {
        ArtifactPath copy = path("copy" + i);
        ArtifactPath write = path("write" + i);
        calls.add(threads.submit(() -> done(narrow.copy(path("x"), copy))));
        calls.add(threads.submit(() -> done(narrow.write(write, Content.text("it")))));
        calls.add(threads.submit(() -> done(narrow.read(path("x"), Body.text(9)))));
      }

      // Then
      for (Future<?> call : calls) {
        call.get();
      }
    }
    assertThat(narrow.stats()).isEqualTo(new FileStats(61, 2 + 20 * (4 + 2 + 2), 0, 0, 0));
  }

  private FileOutcome<String> readSlowly(InputStream in, long size) {
    mostReading.accumulateAndGet(reading.incrementAndGet(), Math::max);
    awaitOpen();
    reading.decrementAndGet();
    return new FileOutcome.Done<>("it");
  }

  private void writeSlowly(OutputStream out) {
    mostWriting.accumulateAndGet(writing.incrementAndGet(), Math::max);
    awaitOpen();
    writing.decrementAndGet();
  }

  private void awaitOpen() {
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
