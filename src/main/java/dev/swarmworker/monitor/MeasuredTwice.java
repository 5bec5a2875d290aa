package dev.swarmworker.monitor;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;

/**
 * Leaves out gauges that cannot be right: Quarkus registers them under one name for event loops and
 * for acceptors, for each connection to Redis, and for each event loop that takes connections of
 * the API. All but the first are dropped, with a warning at each start, and the first speaks for
 * all.
 */
final class MeasuredTwice implements MeterFilter {

  private static final Set<String> NAMES =
      Set.of(
          "netty.eventexecutor.workers",
          "redis.queue.size",
          "redis.current",
          "vertx.http.connections.current",
          "vertx.http.connections.max");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return NAMES.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
  }
}
