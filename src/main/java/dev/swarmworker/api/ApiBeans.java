package dev.swarmworker.api;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the parts of this package available for injection. */
final class ApiBeans {

  private static final int RUN_LENGTH = 8;

  @Produces
  @Singleton
  EventIds eventIds() {
    return new EventIds(UUID.randomUUID().toString().substring(0, RUN_LENGTH));
  }

  @Produces
  @Singleton
  TokenFile tokenFile(AccessConfig config) {
    return new TokenFile(config.tokenFile());
  }

  void close(@Disposes TokenFile tokens) {
    tokens.close();
  }

  /** Closed as soon as there is a way to tell callers apart. */
  @Produces
  @Singleton
  AccessRule accessRule(
      AccessConfig config,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> provider,
      @ConfigProperty(name = "quarkus.oidc.public-key") Optional<String> key) {
    boolean closed = config.tokenFile().isPresent() || provider.isPresent() || key.isPresent();
    return new AccessRule(closed, config.reading());
  }
}
