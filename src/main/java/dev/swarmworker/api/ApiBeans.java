package dev.swarmworker.api;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Makes the parts of this package available for injection. */
final class ApiBeans {

  private static final int RUN_LENGTH = 8;

  @Produces
  @Singleton
  EventIds eventIds() {
    return new EventIds(UUID.randomUUID().toString().substring(0, RUN_LENGTH));
  }
}
