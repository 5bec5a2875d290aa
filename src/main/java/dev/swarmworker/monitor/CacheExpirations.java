package dev.swarmworker.monitor;

import dev.swarmworker.state.TtlMap;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Counts answers whose time in the result cache is over. */
@Singleton
final class CacheExpirations {

  void bind(@Observes StartupEvent started, TtlMap answers, MeterRegistry registry) {
    Counter expirations =
        Counter.builder("swarm.cache.expirations")
            .description("Ends of an answer's TTL that this worker was the first to see")
            .register(registry);
    answers.onExpiry(_ -> expirations.increment());
  }
}
