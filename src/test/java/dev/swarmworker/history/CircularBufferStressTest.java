package dev.swarmworker.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.history.CircularBuffer.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many writers and readers at once, on platform threads: these are preempted anywhere. */
@Timeout(120)
class CircularBufferStressTest {

  private static final int WRITERS = 4;
  private static final int EACH = 50_000;

  /** A value that tells its number, its writer, and its place among that writer's. */
  private record Value(long seq, int writer, int index) {}

  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicBoolean written = new AtomicBoolean();

  private Callable<Void> writer(CircularBuffer<Value> buffer, int writer) {
    return () -> {
      go.await();
      for (int i = 0; i < EACH; i++) {
        int index = i;
        buffer.append(seq -> new Value(seq, writer, index));
      }
      return null;
    };
  }

  private static void assertNoGap(List<Value> values) {
    int[] lastOfWriter = new int[WRITERS];
    long expected = values.isEmpty() ? 0 : values.getFirst().seq();
    for (Value value : values) {
      assertThat(value.seq()).isEqualTo(expected++);
      assertThat(value.index() + 1).isGreaterThan(lastOfWriter[value.writer()]);
      lastOfWriter[value.writer()] = value.index() + 1;
    }
  }

  /** Looks at snapshots as long as there are writers. */
  private Callable<Long> watcher(CircularBuffer<Value> buffer) {
    return () -> {
      go.await();
      long newest = 0;
      while (!written.get()) {
        List<Value> values = buffer.snapshot();
        assertNoGap(values);
        if (!values.isEmpty()) {
          assertThat(values.getLast().seq()).isGreaterThanOrEqualTo(newest);
          newest = values.getLast().seq();
        }
      }
      return newest;
    };
  }

  /** Follows from the beginning to the end with a cursor; returns values read plus missed. */
  private Callable<Long> follower(CircularBuffer<Value> buffer) {
    return () -> {
      go.await();
      long cursor = 0;
      long count = 0;
      while (cursor < (long) WRITERS * EACH) {
        Slice<Value> slice = buffer.after(cursor, 100);
        assertNoGap(slice.values());
        if (!slice.values().isEmpty()) {
          assertThat(slice.values().getFirst().seq()).isEqualTo(cursor + 1 + slice.missed());
          assertThat(slice.values().getLast().seq()).isEqualTo(slice.cursor());
        }
        count += slice.missed() + slice.values().size();
        assertThat(count).isEqualTo(slice.cursor());
        cursor = slice.cursor();
      }
      return count;
    };
  }

  private Callable<Void> resizer(CircularBuffer<Value> buffer, int largest) {
    return () -> {
      Random random = new Random(1);
      go.await();
      while (!written.get()) {
        buffer.resize(1 + random.nextInt(largest));
      }
      return null;
    };
  }

  private void run(CircularBuffer<Value> buffer, List<Callable<?>> others) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(threads.submit(writer(buffer, i)));
      }
      List<Future<?>> running = new ArrayList<>();
      for (Callable<?> other : others) {
        running.add(threads.submit(other));
      }
      go.countDown();
      for (Future<?> future : writers) {
        future.get();
      }
      written.set(true);
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      written.set(true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1_000})
  void manyWritersAndReaders_neverShowAGap(int capacity) throws Exception {
    CircularBuffer<Value> buffer = new CircularBuffer<>(capacity);

    run(buffer, List.of(watcher(buffer), follower(buffer)));

    List<Value> last = buffer.snapshot();
    assertThat(last).hasSize(capacity);
    assertNoGap(last);
    assertThat(buffer.stats().totalWritten()).isEqualTo((long) WRITERS * EACH);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 30, 300})
  void resizesMeanwhile_neverShowAGapAndHideNothingForGood(int largest) throws Exception {
    CircularBuffer<Value> buffer = new CircularBuffer<>(largest);

    run(buffer, List.of(watcher(buffer), follower(buffer), resizer(buffer, largest)));

    List<Value> last = buffer.snapshot();
    assertNoGap(last);
    assertThat(buffer.stats().totalWritten()).isEqualTo((long) WRITERS * EACH);
    assertThat(buffer.stats().size()).isEqualTo(last.size());
  }

  /** An append that stands still between taking its number and writing its value. */
  private static final class Stalled {
    private final CountDownLatch numbered = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Thread thread;

    Stalled(CircularBuffer<Long> buffer) throws InterruptedException {
      thread = Thread.startVirtualThread(() -> buffer.append(this::valueOf));
      numbered.await();
    }

    private long valueOf(long seq) {
      numbered.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return seq;
    }

    void goOn() throws InterruptedException {
      goOn.countDown();
      thread.join();
    }
  }

  @Test
  void stalledWriter_hidesTheOthersUntilItGoesOn() throws Exception {
    CircularBuffer<Long> buffer = new CircularBuffer<>(4);
    Stalled first = new Stalled(buffer);
    buffer.append(seq -> seq);
    assertThat(buffer.snapshot()).isEmpty();

    first.goOn();

    assertThat(buffer.snapshot()).containsExactly(1L, 2L);
  }

  @Test
  void lappedWriter_isGivenUpAndNeverOverwritesTheNewer() throws Exception {
    CircularBuffer<Long> buffer = new CircularBuffer<>(2);
    Stalled first = new Stalled(buffer);
    buffer.append(seq -> seq);
    buffer.append(seq -> seq);
    assertThat(buffer.snapshot()).containsExactly(2L, 3L);

    first.goOn();

    assertThat(buffer.snapshot()).containsExactly(2L, 3L);
  }

  @Test
  void lappedBehindAStalledWriterThenResized_isGivenUpToo() throws Exception {
    // Given 1 and 5 stalled, and 2 to 4 overwritten by 6 to 8 before anybody could see them
    CircularBuffer<Long> buffer = new CircularBuffer<>(4);
    Stalled first = new Stalled(buffer);
    for (int i = 2; i <= 4; i++) {
      buffer.append(seq -> seq);
    }
    Stalled fifth = new Stalled(buffer);
    for (int i = 6; i <= 8; i++) {
      buffer.append(seq -> seq);
    }

    // When
    buffer.resize(100);
    first.goOn();
    fifth.goOn();

    // Then nobody waits for 2 to 4
    assertThat(buffer.snapshot()).containsExactly(5L, 6L, 7L, 8L);
    assertThat(buffer.after(0, 10)).isEqualTo(new Slice<>(List.of(5L, 6L, 7L, 8L), 4, 8));
  }
}
