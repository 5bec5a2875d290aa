package dev.swarmworker.broken.agent;

import dev.swarmworker.broken.state.KnowsKafka;

/** Imports a room that its own must not. */
public final class KnowsState {
  final KnowsKafka other = new KnowsKafka();
}
