package dev.swarmworker.llm;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A response's body, read piece by piece on the calling thread, without standing still. Closing it
 * before its end aborts the call, so that the rest is never received.
 */
final class Body implements AutoCloseable {
  private static final int PIECE = 16 << 10;

  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final InputStream stream;
  private final HttpCall call;
  private final Vertx vertx;
  private final Watchdog watchdog;
  private final byte[] piece = new byte[PIECE];
  private boolean atEnd;

  /**
   * A body.
   *
   * @param patience how long it may stand still
   */
  Body(InputStream stream, HttpCall call, Vertx vertx, Duration patience) {
    this.stream = stream;
    this.call = call;
    this.vertx = vertx;
    this.watchdog = new Watchdog(vertx, patience, call::abortSoon);
  }

  /** Why a body gives no more. The messages are fit for logs. */
  static final class BrokenOff extends IOException {
    BrokenOff(String message) {
      super(message);
    }
  }

  /** There is more of a body than will be read. */
  static final class TooLarge extends IOException {}

  /**
   * The next bytes, at the beginning of {@link #piece()}.
   *
   * @return how many, or -1 at the end
   * @throws BrokenOff it was cut off, or stood still
   */
  int next() throws BrokenOff, InterruptedException {
    int length = read();
    watchdog.alive();
    atEnd = length < 0;
    return length;
  }

  private int read() throws BrokenOff, InterruptedException {
    try {
      return stream.read(piece);
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new BrokenOff(
          watchdog.hasBarked()
              ? "the response stood still longer than swarm.llm.idle-timeout"
              : "the response was cut off");
    }
  }

  private static InterruptedException interrupted(InterruptedIOException cause) {
    InterruptedException interrupted = new InterruptedException();
    interrupted.initCause(cause);
    return interrupted;
  }

  byte[] piece() {
    return piece;
  }

  /**
   * All the rest.
   *
   * @param limit most bytes there may be
   * @throws TooLarge there are more, and they are not read
   */
  byte[] rest(long limit) throws BrokenOff, TooLarge, InterruptedException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int length = next(); length >= 0; length = next()) {
      if (all.size() + length > limit) {
        throw new TooLarge();
      }
      all.write(piece, 0, length);
    }
    return all.toByteArray();
  }

  /** All the rest, within a time. */
  byte[] rest(long limit, Duration within) throws BrokenOff, TooLarge, InterruptedException {
    try (Watchdog _ = new Watchdog(vertx, within, call::abortSoon)) {
      return rest(limit);
    }
  }

  /** Reads on to the end, briefly, since a response without a rest saves its connection. */
  void drain() throws InterruptedException {
    try (Watchdog impatient = new Watchdog(vertx, DRAIN, call::abortSoon)) {
      while (!impatient.hasBarked() && next() >= 0) {
        // Nothing of it is wanted.
      }
    } catch (BrokenOff e) {
      // Then the connection is lost, and nothing else.
    }
  }

  @Override
  public void close() {
    watchdog.close();
    if (!atEnd) {
      call.abort();
    }
  }
}
