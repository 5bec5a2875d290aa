package dev.swarmworker.monitor;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/**
 * Leaves out what cannot be right: the number of Netty's threads, which Quarkus registers under one
 * name for event loops and for acceptors. The second is dropped, with a warning at each start, and
 * the first speaks for both.
 */
final class MeasuredTwice implements MeterFilter {

  private static final String WORKERS = "netty.eventexecutor.workers";

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return id.getName().equals(WORKERS) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
  }
}
