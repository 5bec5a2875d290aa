package dev.swarmworker.state;

import dev.swarmworker.timer.Repeating;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/**
 * Ends waits whose time is over, by looking at the oldest ones every so often: all have about the
 * same time, so those behind it are not due either. Thread-safe.
 */
final class Overdue implements AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Queue<PendingReply> waits = new ConcurrentLinkedQueue<>();
  private final Repeating looking = new Repeating("redis-timeouts");

  private volatile boolean closed;

  void start() {
    looking.start(BETWEEN_LOOKS, this::look);
  }

  void watch(PendingReply wait) {
    waits.add(wait);
    if (closed) {
      endAll();
    }
  }

  private void look() {
    long now = System.nanoTime();
    for (PendingReply oldest = waits.peek();
        oldest != null && (oldest.isOver() || now - oldest.deadline() >= 0);
        oldest = waits.peek()) {
      waits.remove();
      oldest.fail(new TimeoutException("no reply"));
    }
  }

  @Override
  public void close() {
    closed = true;
    looking.close();
    endAll();
  }

  private void endAll() {
    waits.forEach(wait -> wait.fail(new TimeoutException("closed")));
  }
}
