package dev.swarmworker.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What one thread has allocated, whether or not it is garbage by now: never less than what it
 * holds, and the same at each run. For platform threads.
 */
public final class Allocation {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long thread = Thread.currentThread().threadId();
  private final long before = THREADS.getThreadAllocatedBytes(thread);

  private Allocation() {}

  /** Counts from now on. */
  public static Allocation ofThisThread() {
    return new Allocation();
  }

  /** Bytes since then, by the same thread. */
  public long bytes() {
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }
}
