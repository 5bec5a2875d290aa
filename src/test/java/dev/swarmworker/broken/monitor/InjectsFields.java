package dev.swarmworker.broken.monitor;

import jakarta.inject.Inject;

/** Has what no constructor asked for. */
public final class InjectsFields {
  @Inject Object injected;
}
