package dev.swarmworker.intake;

import dev.swarmworker.kafka.KafkaClients;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The bounds that annotations cannot say. A broken one stops the start before anything is
 * connected.
 */
@Singleton
final class ConfigRules {

  private static final int BEFORE_ALL_OTHERS = 1;
  private static final long MOST_BYTES = 1 << 30;
  private static final int LAST_PORT = 65_535;
  private static final String BROKERS = "kafka.bootstrap.servers";

  void check(
      @Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent event,
      ChannelsConfig channels,
      IntakeConfig intake,
      KafkaClients clients,
      @ConfigProperty(name = BROKERS, defaultValue = "localhost:9092") List<String> brokers) {
    check(channels);
    check(intake);
    check(brokers);
    clients.check();
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

  /**
   * The Kafka client would say it with a stack trace.
   *
   * @throws ConfigurationException naming key, value and what is allowed
   */
  static void check(List<String> brokers) {
    for (String broker : brokers) {
      String host = Utils.getHost(broker.strip());
      Integer port = Utils.getPort(broker.strip());
      if (host == null || host.isEmpty() || port == null || port < 1 || port > LAST_PORT) {
        throw new ConfigurationException(
            "%s is '%s': host:port, of one broker or several, is allowed"
                .formatted(BROKERS, String.join(",", brokers)));
      }
    }
  }

  private static void between(String key, MemorySize size, long most) {
    long bytes = size.asLongValue();
    if (bytes < 1 || bytes > most) {
      throw new ConfigurationException(
          "%s is %d: 1 to %d bytes are allowed".formatted(key, bytes, most));
    }
  }
}
