package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request that passes a {@link Relay}, and whose reply does not until it is released. */
public final class HeldReply {

  static final int LONGEST_PATTERN = 1024;

  private final String pattern;
  private final AtomicBoolean seen = new AtomicBoolean();
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  HeldReply(byte[] pattern) {
    this.pattern = new String(pattern, ISO_8859_1);
  }

  /** Whether this is the first time that the request is seen. */
  boolean matches(Tail requests) {
    if (!requests.endsWithin(pattern) || !seen.compareAndSet(false, true)) {
      return false;
    }
    requested.countDown();
    return true;
  }

  void awaitRelease() throws InterruptedException {
    released.await();
  }

  /** Waits until the request has come to the relay; the server has it at about the same time. */
  public void awaitRequest(Duration limit) {
    try {
      if (!requested.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("no such request came within " + limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets the reply pass. */
  public void release() {
    released.countDown();
  }
}
