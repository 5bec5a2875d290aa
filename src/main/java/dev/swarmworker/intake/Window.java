package dev.swarmworker.intake;

/**
 * How many more messages may be asked for: bounded by places and by bytes. What was asked for and
 * has not come counts as a place. Thread-safe.
 */
final class Window {

  private final int places;
  private final long maxBytes;
  private final long largest;
  private int asked;
  private int held;
  private long bytes;
  private boolean closed;

  /**
   * @param places messages held or asked for at once
   * @param maxBytes of the messages held, where each that was asked for counts as the largest; one
   *     is let in whatever its size
   * @param largest message that is a task, in bytes
   */
  Window(int places, long maxBytes, long largest) {
    this.places = places;
    this.maxBytes = maxBytes;
    this.largest = largest;
  }

  /** Takes what may be asked for now; the caller asks for as many, or none where 0. */
  synchronized int ask() {
    if (closed) {
      return 0;
    }
    long room = Math.max((maxBytes - bytes) / largest, held == 0 ? 1 : 0);
    int more = (int) Math.max(0, Math.min(places - held, room) - asked);
    asked += more;
    return more;
  }

  /** One of those asked for came. */
  synchronized void came(int size) {
    asked--;
    held++;
    bytes += size;
  }

  /** One of those held is over. */
  synchronized void over(int size) {
    held--;
    bytes -= size;
  }

  /** Nothing more is asked for. */
  synchronized void close() {
    closed = true;
  }

  /** Whether messages are asked for that have not come. */
  synchronized boolean isOpen() {
    return !closed && asked > 0;
  }
}
