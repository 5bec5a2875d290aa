package dev.swarmworker.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventHistoryTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final EventHistory history = new EventHistory("w1", InstantSource.fixed(NOW), 4);

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      history.append(EventType.TASK_RECEIVED, "t");
    }
  }

  private static List<Long> seqs(List<Event> events) {
    return events.stream().map(Event::seq).toList();
  }

  @Test
  void event_hasNumberTimeAndWorker() {
    history.append(EventType.WORKER_STARTED, null, null, null, null);
    history.append(EventType.TASK_RETRYING, "t", "coder", 2, "after 1s");

    assertThat(history.recent(10))
        .containsExactly(
            new Event(1, NOW, EventType.WORKER_STARTED, "w1", null, null, null, null),
            new Event(2, NOW, EventType.TASK_RETRYING, "w1", "t", "coder", 2, "after 1s"));
  }

  @Test
  void reader_beginsWithTheNewestAndGoesOn() throws Exception {
    append(3);
    EventReader reader = history.reader(2);
    append(1);

    assertThat(seqs(reader.take(2, Duration.ZERO).values())).containsExactly(2L, 3L);
    assertThat(seqs(reader.take(2, Duration.ZERO).values())).containsExactly(4L);
    assertThat(reader.take(2, Duration.ZERO).values()).isEmpty();
  }

  @Test
  void readerAfterANumber_goesOnBehindIt() throws Exception {
    append(3);

    assertThat(seqs(history.readerAfter(1).take(9, Duration.ZERO).values()))
        .containsExactly(2L, 3L);
  }

  @Test
  void slowReader_isToldWhatItMissed() throws Exception {
    EventReader reader = history.reader(0);
    append(10);

    CircularBuffer.Slice<Event> slice = reader.take(9, Duration.ZERO);

    assertThat(slice.missed()).isEqualTo(6);
    assertThat(seqs(slice.values())).containsExactly(7L, 8L, 9L, 10L);
  }

  @Test
  void noEvent_readerReturnsWhenItsTimeIsUp() throws Exception {
    assertThat(history.reader(0).take(1, Duration.ofMillis(5)).values()).isEmpty();
  }

  @Test
  void waitingReaders_areWokenByEachEvent() throws Exception {
    // Given readers that ask again as soon as they have got an event
    int events = 2_000;
    EventHistory large = new EventHistory("w1", InstantSource.system(), events);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        EventReader reader = large.reader(0);
        readers.add(
            threads.submit(
                () -> {
                  long read = 0;
                  while (read < events) {
                    read += reader.take(7, LONG).values().size();
                  }
                  return read;
                }));
      }
      // When many writers append
      for (int i = 0; i < 10; i++) {
        threads.execute(
            () -> {
              for (int j = 0; j < events / 10; j++) {
                large.append(EventType.TASK_STARTED, "t");
              }
            });
      }
      // Then each reader gets all: a lost wake-up would leave one waiting
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isEqualTo(events);
      }
    }
  }

  @Test
  void estimate_countsTheStrings() {
    history.append(EventType.TASK_STARTED, "0123456789");
    long small = history.estimatedBytes();
    history.append(EventType.TASK_STARTED, "t", null, null, "x".repeat(1_000));

    assertThat(history.estimatedBytes()).isGreaterThan(small + 1_000);
  }
}
