package dev.swarmworker.state;

import dev.swarmworker.task.TaskId;
import dev.swarmworker.timer.Repeating;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Collects the ids of published tasks and tells the store of many at a time, so that a task's own
 * way has no step for it. Where the store is away it keeps them, up to a bound; an id beyond that
 * is dropped, and then its bytes stay until their TTL. Safe for many threads.
 */
public final class PublishedTasks implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(PublishedTasks.class);
  private static final int WAITING = 20_000;
  private static final int AT_ONCE = 512;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final BlockingQueue<TaskId> waiting = new ArrayBlockingQueue<>(WAITING);
  private final List<TaskId> batch = new ArrayList<>(AT_ONCE);
  private final TaskStore store;
  private final Repeating flushing = new Repeating("published-tasks");

  /**
   * @param store stays the caller's
   */
  public PublishedTasks(TaskStore store) {
    this.store = store;
    flushing.start(PAUSE, this::tryToFlush);
  }

  /**
   * Adds an id; never blocks.
   *
   * @return false where it was dropped
   */
  public boolean add(TaskId id) {
    return waiting.offer(id);
  }

  /** Stops; what is still waiting is told once more, as far as the store can be reached. */
  @Override
  public void close() {
    flushing.close();
    tryToFlush();
  }

  private void tryToFlush() {
    try {
      flush();
    } catch (StateUnavailableException e) {
      LOG.debugf("%d published tasks not told: %s", batch.size(), e.getMessage());
    }
  }

  /** A batch that failed stays in {@code batch} and is the first of the next time. */
  private synchronized void flush() {
    do {
      waiting.drainTo(batch, AT_ONCE - batch.size());
      store.published(batch);
      batch.clear();
    } while (!waiting.isEmpty());
  }
}
