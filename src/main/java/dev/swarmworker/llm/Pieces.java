package dev.swarmworker.llm;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The rest of a response that is read piece by piece, by one thread. */
interface Pieces {

  /** Waits for the next one; null once there are no more, and {@link #finish} says why. */
  @Nullable Buffer next() throws InterruptedException;

  /** How it ended; to be asked when there are no more. */
  Finish finish();

  /** Waits for the end, briefly, since a response without a rest saves its connection. */
  void drain() throws InterruptedException;
}
