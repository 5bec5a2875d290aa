package dev.swarmworker.agent;

import dev.swarmworker.agent.IndexedAgents.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agents of a file in the place of those that were, whenever it has changed. What is wrong
 * with it is said once, and changes nothing. Used by one thread; {@link #isCurrent} by any.
 *
 * <p>The content is compared, and not a time: a mounted ConfigMap changes by a link's being turned
 * elsewhere, to a file that may well be older.
 */
final class CatalogWatch implements CatalogStatus {

  private static final Logger LOG = Logger.getLogger(CatalogWatch.class);

  private final Path file;
  private final Catalog catalog;
  private final IndexedAgents agents;
  private final List<CatalogListener> listeners;
  private byte @Nullable [] seen;
  private byte @Nullable [] judged;
  private @Nullable String trouble;
  private volatile boolean current = true;

  CatalogWatch(Path file, Catalog catalog, IndexedAgents agents, List<CatalogListener> listeners) {
    this.file = file;
    this.catalog = catalog;
    this.agents = agents;
    this.listeners = listeners;
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  /** Looks at it once. A change is taken when it is seen again: before, it may be half written. */
  void look() {
    byte[] now;
    try {
      now = CatalogFile.read(file);
    } catch (IOException e) {
      seen = null;
      judged = null;
      refuse("it cannot be read (" + e.getClass().getSimpleName() + ")");
      return;
    }
    boolean settled = Arrays.equals(now, seen);
    seen = now;
    if (settled && !Arrays.equals(now, judged)) {
      judge(now);
      judged = now; // not where it threw: then it is looked into again
    }
  }

  /**
   * May throw what nobody expected, once all has been done that could be; then it is to be called
   * again, and what was done before is done once more, which changes nothing.
   */
  private void judge(byte[] content) {
    current = false; // until all is done, whatever may be thrown
    prepared(content).ifPresent(this::take);
  }

  /** The agents of the file, with all there that they need; empty where it is refused. */
  private Optional<List<Agent>> prepared(byte[] content) {
    try {
      List<Agent> configured = catalog.agents(CatalogFile.settings(content));
      listeners.forEach(listener -> listener.coming(configured));
      return Optional.of(configured);
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void take(List<Agent> configured) {
    tell(agents.replace(configured));
    arrived(configured);
    current = true;
    trouble = null;
  }

  /** One that fails does not keep it from the others: the agents are there. */
  private void arrived(List<Agent> configured) {
    @Nullable RuntimeException first = null;
    for (CatalogListener listener : listeners) {
      try {
        listener.arrived(configured);
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void tell(Change change) {
    if (!change.isNone()) {
      LOG.infof(
          "Agents configured anew by %s: %d added, %d changed, %d removed",
          file, change.added(), change.changed(), change.removed());
    }
  }

  /** In one line, however many are wrong with it. */
  private void refuse(String why) {
    current = false;
    if (!why.equals(trouble)) {
      trouble = why;
      LOG.warnf(
          "Agents stay as they are, for %s is not taken: %s",
          file, why.strip().replaceAll("\\s*\n\\s*", "; "));
    }
  }
}
