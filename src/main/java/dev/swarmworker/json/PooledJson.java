package dev.swarmworker.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/**
 * Jackson whose readers and writers take their buffers from one pool. By itself it keeps them by
 * thread; but each task has a thread of its own, which would get new ones, some 30 KiB, and leave
 * them behind. Safe for many threads.
 */
public final class PooledJson {

  private PooledJson() {}

  /** A factory without settings of its own. */
  public static JsonFactory factory() {
    return builder().build();
  }

  /** A factory to be given further settings. */
  public static JsonFactoryBuilder builder() {
    return new JsonFactoryBuilder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool());
  }
}
