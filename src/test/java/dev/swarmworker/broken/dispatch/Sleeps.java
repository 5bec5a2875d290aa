package dev.swarmworker.broken.dispatch;

/** Waits for nothing. */
public final class Sleeps {
  void pause() throws InterruptedException {
    Thread.sleep(1);
  }
}
