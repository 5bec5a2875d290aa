package dev.swarmworker.loop;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * One event loop for all that a task waits for, and for the task's own thread: what a task asks for
 * and what it is answered never changes its platform thread, so that nobody has to be woken.
 */
@Singleton
public final class TaskLoop {

  private final ContextInternal context;

  /**
   * On the thread that starts the application: Vert.x gives each thread one context of its own, and
   * that thread's is the one which Quarkus' Redis client was made with. A client takes the context
   * of its maker and lets nobody choose another.
   */
  TaskLoop(Vertx vertx) {
    this.context = ((VertxInternal) vertx).getOrCreateContext();
  }

  /** Where connections are to be opened that tasks wait for. */
  public Context context() {
    return context;
  }

  @Produces
  @Singleton
  Carrier carrier() {
    return Carrier.of(context.nettyEventLoop());
  }
}
