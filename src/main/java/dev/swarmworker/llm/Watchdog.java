package dev.swarmworker.llm;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Barks once when nothing was heard for a time. {@link #alive} is cheap: the timer looks for
 * itself. Safe for many threads.
 */
final class Watchdog implements AutoCloseable {
  private final Vertx vertx;
  private final long patience;
  private final Runnable bark;
  private volatile long heard = System.nanoTime();
  private volatile long timer;
  private volatile boolean barked;
  private volatile boolean closed;

  Watchdog(Vertx vertx, Duration patience, Runnable bark) {
    this.vertx = vertx;
    this.patience = patience.toNanos();
    this.bark = bark;
    watch(this.patience);
  }

  private void watch(long nanos) {
    timer = vertx.setTimer(Math.max(1, nanos / 1_000_000), now -> look());
  }

  private void look() {
    long left = patience - (System.nanoTime() - heard);
    if (closed) {
      return;
    }
    if (left > 0) {
      watch(left);
      return;
    }
    barked = true;
    bark.run();
  }

  void alive() {
    heard = System.nanoTime();
  }

  boolean hasBarked() {
    return barked;
  }

  @Override
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
  }
}
