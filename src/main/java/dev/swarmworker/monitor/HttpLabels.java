package dev.swarmworker.monitor;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;

/**
 * Bounds the labels of the server's own metrics: a client may call a method whatever it likes, and
 * each name would be a time series for good. Paths are bounded by configuration.
 */
final class HttpLabels implements MeterFilter {

  private static final String REQUESTS = "http.server.requests";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "DELETE", "POST", "PUT", "PATCH", "OPTIONS", "TRACE");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    String method = id.getTag("method");
    return id.getName().equals(REQUESTS) && method != null && !METHODS.contains(method)
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }
}
