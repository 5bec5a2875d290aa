package dev.swarmworker.loop;

import java.lang.Thread.Builder.OfVirtual;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads that are carried by a platform thread of our choice instead of the JVM's
 * pool. What they run must not block that thread: what parks is fine, reading and writing files is
 * not.
 *
 * <p>The JDK has this without a public way to it, so it is reached by reflection; where it cannot
 * be, the JVM's pool carries the threads, and they do the same at a higher cost.
 */
public final class Carrier {

  private static final Logger LOG = Logger.getLogger(Carrier.class);

  private final Supplier<OfVirtual> threads;

  private Carrier(Supplier<OfVirtual> threads) {
    this.threads = threads;
  }

  /** The JVM's own pool. */
  public static Carrier ofJvm() {
    return new Carrier(Thread::ofVirtual);
  }

  /**
   * The thread, or threads, of {@code executor}.
   *
   * @param executor runs what it is given at any later time, never in the call itself. Once it
   *     takes nothing more, a pool of the JVM's takes its place
   */
  public static Carrier of(Executor executor) {
    Constructor<?> builder = builder();
    if (builder == null) {
      LOG.info("this JVM does not let us choose who carries virtual threads: its pool does");
      return ofJvm();
    }
    Executor carrier = lasting(executor);
    return new Carrier(() -> made(builder, carrier));
  }

  /** A builder of threads; the caller's alone. */
  public OfVirtual thread() {
    return threads.get();
  }

  private static @Nullable Constructor<?> builder() {
    try {
      Constructor<?> builder =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builder.setAccessible(true);
      return builder;
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return null;
    }
  }

  private static OfVirtual made(Constructor<?> builder, Executor carrier) {
    try {
      return (OfVirtual) builder.newInstance(carrier);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a builder of virtual threads cannot be made", e);
    }
  }

  /** A thread that outlasts its loop must still come to its end, and whoever wakes it as well. */
  private static Executor lasting(Executor executor) {
    return step -> {
      try {
        executor.execute(step);
      } catch (RejectedExecutionException e) {
        ForkJoinPool.commonPool().execute(step);
      }
    };
  }
}
