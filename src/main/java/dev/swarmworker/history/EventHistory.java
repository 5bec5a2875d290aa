package dev.swarmworker.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of this worker. Safe for many threads.
 *
 * <p>Each reader pulls with a cursor of its own, so a slow one costs a task nothing: it is lapped,
 * and told how many events it missed. All a writer does for readers is to wake those that wait.
 */
public final class EventHistory implements EventLog {

  private final String workerId;
  private final InstantSource clock;
  private final CircularBuffer<Event> buffer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /** Set by a reader about to wait, cleared by the writer that wakes it. */
  private volatile boolean awaited;

  /**
   * @param workerId whose events
   * @param clock time of the events
   * @param capacity events kept, at least 1
   */
  public EventHistory(String workerId, InstantSource clock, int capacity) {
    this.workerId = workerId;
    this.clock = clock;
    this.buffer = new CircularBuffer<>(capacity);
  }

  @Override
  public void append(
      EventType type,
      @Nullable String taskId,
      @Nullable String agentId,
      @Nullable Integer attempt,
      @Nullable String detail) {
    Instant at = clock.instant();
    buffer.append(seq -> new Event(seq, at, type, workerId, taskId, agentId, attempt, detail));
    if (awaited) {
      wakeReaders();
    }
  }

  private void wakeReaders() {
    lock.lock();
    try {
      awaited = false;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The newest {@code n} events or fewer, oldest first. */
  public List<Event> recent(int n) {
    return buffer.recent(n);
  }

  /** A reader of the newest {@code n} events and all that follow. */
  public EventReader reader(int n) {
    return new EventReader(this, Math.max(0, buffer.stats().totalWritten() - n));
  }

  /** A reader of all that follows number {@code seq}, as far as it is still held. */
  public EventReader readerAfter(long seq) {
    return new EventReader(this, seq);
  }

  /**
   * Keeps so many from now on, the newest of those there are. Writers and readers go on meanwhile.
   *
   * @param capacity events kept, at least 1
   */
  public void resize(int capacity) {
    buffer.resize(capacity);
  }

  /** What is held and has been held. */
  public CircularBuffer.Stats stats() {
    return buffer.stats();
  }

  /** About how many bytes of heap the events take. Linear in their number. */
  public long estimatedBytes() {
    return buffer.estimatedBytes(EventHistory::bytesOf);
  }

  /** An event with its instant, and one byte a character with 56 of overhead for each string. */
  private static long bytesOf(Event event) {
    return 80 + bytesOf(event.taskId()) + bytesOf(event.agentId()) + bytesOf(event.detail());
  }

  private static long bytesOf(@Nullable String text) {
    return text == null ? 0 : 56L + text.length();
  }

  CircularBuffer.Slice<Event> slice(long cursor, int max) {
    return buffer.after(cursor, max);
  }

  /** Waits until there is an event behind the cursor, at most this long. */
  void awaitNews(long cursor, Duration timeout) throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (left > 0) {
        // In this order, and the writer's is the reverse: either it sees the flag or we the event.
        awaited = true;
        if (buffer.stats().totalWritten() > cursor) {
          return;
        }
        left = news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
