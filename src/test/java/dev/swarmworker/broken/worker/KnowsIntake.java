package dev.swarmworker.broken.worker;

import dev.swarmworker.broken.intake.KnowsWorker;

/** Closes a cycle. */
public final class KnowsIntake {
  final KnowsWorker other = new KnowsWorker();
}
