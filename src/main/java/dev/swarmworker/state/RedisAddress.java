package dev.swarmworker.state;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one address without a default: says so in a line where it is missing. */
@Singleton
final class RedisAddress {

  private static final int BEFORE_ALL_OTHERS = 1;

  private final Optional<List<String>> hosts;
  private final Optional<String> provider;

  RedisAddress(
      RedisHosts redis,
      @ConfigProperty(name = "quarkus.redis.hosts-provider-name") Optional<String> provider) {
    this.hosts = redis.hosts();
    this.provider = provider;
  }

  void check(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent event) {
    if (hosts.isEmpty() && provider.isEmpty()) {
      throw new ConfigurationException(
          "quarkus.redis.hosts (or QUARKUS_REDIS_HOSTS) is missing:"
              + " one or more of redis://host:port are needed");
    }
  }
}
