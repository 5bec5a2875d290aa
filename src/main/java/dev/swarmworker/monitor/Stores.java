package dev.swarmworker.monitor;

import dev.swarmworker.state.MapStats;
import dev.swarmworker.state.ResultCache;
import dev.swarmworker.state.StateUnavailableException;
import dev.swarmworker.state.TaskStore;
import jakarta.inject.Singleton;

/**
 * The figures of what is in Redis. While it is away they stay as they were last seen, and say so:
 * whoever wants to know what goes on must not be left without an answer just then. Thread-safe.
 */
@Singleton
final class Stores {

  private static final MapStats NOTHING = new MapStats(0, 0, 0, 0, 0);

  private final TaskStore tasks;
  private final ResultCache cache;
  private final Dependencies dependencies;
  private volatile Look latest = new Look(NOTHING, NOTHING, false);

  /**
   * Figures at one moment.
   *
   * @param fresh whether that moment is now
   */
  record Look(MapStats tasks, MapStats cache, boolean fresh) {}

  Stores(TaskStore tasks, ResultCache cache, Dependencies dependencies) {
    this.tasks = tasks;
    this.cache = cache;
    this.dependencies = dependencies;
  }

  /** Looks now, where Redis is not known to be away. Blocks for two round trips. */
  Look look() {
    if (dependencies.isStateDown()) {
      return lastSeen(); // one gone silent would make the caller wait for a command's whole time
    }
    try {
      Look look = new Look(tasks.stats(), cache.stats(), true);
      latest = look;
      return look;
    } catch (StateUnavailableException e) {
      return lastSeen();
    }
  }

  /** Never blocks. */
  private Look lastSeen() {
    Look seen = latest;
    return new Look(seen.tasks(), seen.cache(), false);
  }
}
