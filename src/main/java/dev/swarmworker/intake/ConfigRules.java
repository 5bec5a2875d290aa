package dev.swarmworker.intake;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** The bounds that annotations cannot say. A broken one stops the start before a channel opens. */
@Singleton
final class ConfigRules {

  private static final int BEFORE_THE_CHANNELS = 1;
  private static final long MOST_BYTES = 1 << 30;

  void check(
      @Observes @Priority(BEFORE_THE_CHANNELS) StartupEvent event,
      ChannelsConfig channels,
      IntakeConfig intake) {
    check(channels);
    check(intake);
  }

  /**
   * A worker that read its own results would never come to rest.
   *
   * @throws ConfigurationException naming key, value and what is allowed
   */
  static void check(ChannelsConfig channels) {
    Map<String, String> keys = new HashMap<>();
    distinct(keys, "swarm.topics.tasks", channels.topics().tasks());
    distinct(keys, "swarm.topics.results", channels.topics().results());
    distinct(keys, "swarm.topics.dead-letters", channels.topics().deadLetters());
  }

  private static void distinct(Map<String, String> keys, String key, String topic) {
    String other = keys.putIfAbsent(topic, key);
    if (other != null) {
      throw new ConfigurationException(
          "%s is '%s': a topic other than %s's is allowed".formatted(key, topic, other));
    }
  }

  /**
   * @throws ConfigurationException naming key, value and what is allowed
   */
  static void check(IntakeConfig intake) {
    between("swarm.intake.max-bytes", intake.maxBytes(), MOST_BYTES);
    between("swarm.intake.max-bytes-in-flight", intake.maxBytesInFlight(), Long.MAX_VALUE);
  }

  private static void between(String key, MemorySize size, long most) {
    long bytes = size.asLongValue();
    if (bytes < 1 || bytes > most) {
      throw new ConfigurationException(
          "%s is %d: 1 to %d bytes are allowed".formatted(key, bytes, most));
    }
  }
}
