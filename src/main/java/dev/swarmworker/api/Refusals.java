package dev.swarmworker.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many calls were refused for who made them, by status. */
@Singleton
final class Refusals {

  private final Map<Integer, Counter> byStatus;

  Refusals(MeterRegistry meters) {
    byStatus =
        Stream.of(401, 403, 503)
            .collect(
                Collectors.toUnmodifiableMap(
                    status -> status,
                    status -> meters.counter("swarm.api.refused", "status", "" + status)));
  }

  void count(int status) {
    Counter counter = byStatus.get(status);
    if (counter != null) {
      counter.increment();
    }
  }
}
