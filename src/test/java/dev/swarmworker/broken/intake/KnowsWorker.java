package dev.swarmworker.broken.intake;

import dev.swarmworker.broken.worker.KnowsIntake;

/** Half of a cycle; the half that is allowed. */
public final class KnowsWorker {
  Class<?> other() {
    return KnowsIntake.class;
  }
}
