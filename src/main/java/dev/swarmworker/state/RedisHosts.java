package dev.swarmworker.state;

import dev.swarmworker.setting.Matching;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/**
 * Quarkus' own key, read here once more to be held against a form: its client takes anything, and
 * ends the start with a stack trace where that is no address.
 */
@ConfigMapping(prefix = "quarkus.redis")
public interface RedisHosts {

  /** Addresses; one may have a password in it, so a wrong one is not shown. */
  @Matching(
      value = "(rediss?://[^/\\s]+(:\\d{1,5})?(/.*)?|unix://\\S+)",
      otherwise = "is no address: redis://host:port, rediss:// or unix:// is allowed")
  Optional<List<String>> hosts();
}
