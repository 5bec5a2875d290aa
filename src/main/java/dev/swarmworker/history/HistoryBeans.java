package dev.swarmworker.history;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the history available for injection. */
final class HistoryBeans {

  @Produces
  @Singleton
  EventHistory history(
      HistoryConfig config,
      InstantSource clock,
      @ConfigProperty(name = "swarm.worker.id") String workerId) {
    return new EventHistory(workerId, clock, config.capacity());
  }
}
