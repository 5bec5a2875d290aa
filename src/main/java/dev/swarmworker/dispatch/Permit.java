package dev.swarmworker.dispatch;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to run one task. It belongs to whoever got it, until closed; any thread may close it,
 * and closing it again does nothing.
 */
public final class Permit implements Admission, AutoCloseable {

  private final Permits owner;
  private final AtomicBoolean closed = new AtomicBoolean();

  Permit(Permits owner) {
    this.owner = owner;
  }

  /** Gives the permit back. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      owner.giveBack();
    }
  }
}
