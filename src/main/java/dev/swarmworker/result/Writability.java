package dev.swarmworker.result;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether our topics take what is written. A broker can answer every question and yet refuse every
 * record: below {@code min.insync.replicas}, for one. Thread-safe.
 */
@Singleton
public final class Writability {

  private final Set<Outbox> failing = ConcurrentHashMap.newKeySet();

  /** Whether the last write to some topic failed, and is still being tried. */
  public boolean isFailing() {
    return !failing.isEmpty();
  }

  void failed(Outbox outbox) {
    failing.add(outbox);
  }

  /** A write came to its end; if others still fail, they will say so again. */
  void over(Outbox outbox) {
    failing.remove(outbox);
  }
}
