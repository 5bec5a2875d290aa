package dev.swarmworker.intake;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits that the broker did not take, one after the other. A few are nothing: a rebalance is
 * under way, or the broker away. Once they have gone on for long it is said, since a restart would
 * then repeat all that was done meanwhile. Thread-safe.
 */
final class Refusals {

  private static final Logger LOG = Logger.getLogger(Refusals.class);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final LongSupplier ticker;
  private @Nullable Long since;
  private boolean said;

  /**
   * @param ticker nanoseconds, growing
   */
  Refusals(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** Another one. */
  synchronized void another(Throwable failure) {
    long now = ticker.getAsLong();
    since = since == null ? (Long) now : since;
    LOG.debugf("offsets are not committed, will be tried again: %s", failure);
    if (!said && now - since >= LONG.toNanos()) {
      said = true;
      LOG.warnf("no offset was committed for %d s: %s", LONG.toSeconds(), failure);
    }
  }

  /** One was taken. */
  synchronized void over() {
    if (said) {
      LOG.info("offsets are committed again");
    }
    since = null;
    said = false;
  }
}
