package dev.swarmworker.agent;

import dev.swarmworker.agent.IndexedAgents.Change;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
      judged = now;
      judge(now);
    }
  }

  private void judge(byte[] content) {
    current = false; // until all is done, whatever may be thrown
    try {
      Map<String, String> settings = CatalogFile.settings(content);
      List<Agent> configured = catalog.agents(settings);
      listeners.forEach(listener -> listener.coming(configured));
      Change change = agents.replace(configured);
      listeners.forEach(listener -> listener.arrived(configured));
      current = true;
      trouble = null;
      tell(change);
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
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
