package dev.swarmworker.llm;

import io.vertx.core.buffer.Buffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What has come in of one response: put down by the event loop, taken up by the thread that waits
 * for it, which is the one that made this. The loop wakes it when a whole response is here, or else
 * with each piece; nothing on either side has a bound in time.
 */
final class Inbox {
  /** Bytes that may lie here before the loop has to wait. */
  private static final int ROOM = 64 << 10;

  private final Thread reader = Thread.currentThread();
  private final Queue<Buffer> pieces = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Response response;
  private volatile @Nullable Finish finish;
  private volatile boolean full;
  private int filled;

  // ---- For the event loop

  /**
   * Puts down a piece of a stream.
   *
   * @param begun what it is a piece of
   * @return whether there is room for more; if not, the reader asks for it when it has read all
   */
  boolean add(Response.Begun begun, Buffer piece) {
    pieces.add(piece);
    filled += piece.length();
    full = filled > ROOM;
    response = begun;
    LockSupport.unpark(reader);
    return !full;
  }

  /** Begins to count anew. */
  void emptied() {
    filled = 0;
  }

  /** Says that nothing more will come, and what came. */
  void end(Finish how, Response what) {
    finish = how;
    response = what;
    LockSupport.unpark(reader);
  }

  // ---- For the reader

  /** Waits until there is something to be read, or will never be. */
  Response response() throws InterruptedException {
    Response here = response;
    while (here == null) {
      park();
      here = response;
    }
    return here;
  }

  /**
   * Waits for the next piece.
   *
   * @param more asks the loop for more
   * @return null at the end
   */
  @Nullable Buffer next(Runnable more) throws InterruptedException {
    while (true) {
      boolean last = finish != null; // looked at first: pieces come before the end
      Buffer piece = pieces.poll();
      if (piece != null || last) {
        return piece;
      }
      if (full) {
        full = false;
        more.run();
      }
      park();
    }
  }

  void awaitEnd() throws InterruptedException {
    while (finish == null) {
      park();
    }
  }

  boolean hasEnded() {
    return finish != null;
  }

  /** How it ended; asked earlier, {@link Finish#ABORTED}. */
  Finish finish() {
    Finish how = finish;
    return how == null ? Finish.ABORTED : how;
  }

  private void park() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    LockSupport.park(this);
  }
}
