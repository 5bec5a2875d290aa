package dev.swarmworker.history;

import java.time.Duration;

/**
 * One reader's place in the events. For one thread at a time. Holds nothing of the history, so
 * there is nothing to close.
 */
public final class EventReader {

  private final EventHistory history;
  private long cursor;

  EventReader(EventHistory history, long cursor) {
    this.history = history;
    this.cursor = cursor;
  }

  /**
   * Takes the next events, and waits where there are none.
   *
   * @param max events at most, at least 1
   * @param timeout how long to wait; zero: not at all
   * @return events in order without a gap, none where the time ran out; and how many were missed
   *     before them because they had been overwritten
   */
  public CircularBuffer.Slice<Event> take(int max, Duration timeout) throws InterruptedException {
    CircularBuffer.Slice<Event> slice = history.slice(cursor, max);
    if (slice.values().isEmpty() && slice.missed() == 0) {
      history.awaitNews(slice.cursor(), timeout);
      slice = history.slice(slice.cursor(), max);
    }
    cursor = slice.cursor();
    return slice;
  }
}
