package dev.swarmworker.kafka;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of each kind of client, the later over the earlier: what is ours to begin with, what
 * is given as {@code kafka.<name>} for every client that knows the name, what is given as {@code
 * kafka.<kind>.<name>} for one kind, and what the worker's promises hang on, which nobody changes.
 */
final class ClientSettings {

  private static final Map<String, Object> CONSUMER =
      Map.of(
          ConsumerConfig.CLIENT_ID_CONFIG, "swarm-worker-tasks",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
          // A task of a transaction that was aborted was never sent: nobody is to pay for it.
          ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
              CooperativeStickyAssignor.class.getName(),
          // A dead worker's partitions are given away after as long as its leases last.
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "15000",
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "4000",
          ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, "1000",
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "200",
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "2097152");

  private static final Map<String, Object> PRODUCER =
      Map.of(
          // Whoever waits for a result waits this long for company in its batch. Kafka's own 5 ms
          // are
          // all that may be added to a task at half load.
          ProducerConfig.LINGER_MS_CONFIG, "1",
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000",
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");

  private final Map<String, Object> given;

  /**
   * @param given all settings below {@code kafka.}, without that, whoever they are for
   */
  ClientSettings(Map<String, Object> given) {
    this.given = Map.copyOf(given);
  }

  /** Of the consumer of tasks: bytes, decoded by our own code, so that no message can stop it. */
  Map<String, Object> consumer(String group) {
    return merged(
        "consumer",
        CONSUMER,
        ConsumerConfig.configNames(),
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class));
  }

  /** Of a consumer in no group, which looks at single records. */
  Map<String, Object> peek() {
    Map<String, Object> settings =
        merged(
            "consumer",
            CONSUMER,
            ConsumerConfig.configNames(),
            Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                1024,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    settings.merge(
        ConsumerConfig.CLIENT_ID_CONFIG, "-peek", (id, suffix) -> String.valueOf(id) + suffix);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    return settings;
  }

  /**
   * Of a producer whose records are on every in-sync replica, or not yet out.
   *
   * @param maxRequestBytes the largest record, key and headers included
   */
  Map<String, Object> producer(String name, int maxRequestBytes) {
    Map<String, Object> defaults = new HashMap<>(PRODUCER);
    defaults.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
    defaults.put(ProducerConfig.CLIENT_ID_CONFIG, "swarm-worker-" + name);
    return merged(
        "producer",
        defaults,
        ProducerConfig.configNames(),
        Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class));
  }

  /** Of the client that asks the broker how things are. */
  Map<String, Object> admin() {
    return merged("admin", Map.of(), AdminClientConfig.configNames(), Map.of());
  }

  /**
   * How often offsets are committed: our own code does it, not the client.
   *
   * @throws ConfigurationException it is no number above 0
   */
  Duration commitInterval() {
    String millis = String.valueOf(consumer("").get(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG));
    try {
      Duration interval = Duration.ofMillis(Integer.parseInt(millis));
      if (interval.isPositive()) {
        return interval;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new ConfigurationException(
        "kafka.consumer.auto.commit.interval.ms is '%s': a number above 0 is allowed"
            .formatted(millis));
  }

  private Map<String, Object> merged(
      String kind, Map<String, Object> defaults, Set<String> known, Map<String, Object> fixed) {
    Map<String, Object> settings = new HashMap<>(defaults);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    // Our meters read the clients themselves; some hundreds of MBeans beside them slow each start.
    settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    for (String prefix : new String[] {"", kind + "."}) {
      given.forEach(
          (name, value) -> {
            if (name.startsWith(prefix) && known.contains(name.substring(prefix.length()))) {
              settings.put(name.substring(prefix.length()), value.toString());
            }
          });
    }
    settings.putAll(fixed);
    return settings;
  }

  /**
   * Looks at the value of each setting.
   *
   * @throws ConfigurationException with what Kafka says of one that it does not take
   */
  void check() {
    var _ = client(consumer("any"), ConsumerConfig.configDef()::parse);
    var _ = client(producer("any", 1), ProducerConfig.configDef()::parse);
    var _ = client(admin(), AdminClientConfig.configDef()::parse);
    var _ = commitInterval();
  }

  /**
   * Makes a client.
   *
   * @throws ConfigurationException with what Kafka says of the setting that it does not take
   */
  static <T> T client(Map<String, Object> settings, Function<Map<String, Object>, T> constructor) {
    try {
      return constructor.apply(settings);
    } catch (KafkaException e) {
      Throwable told = e.getCause() instanceof KafkaException cause ? cause : e;
      throw told instanceof ConfigException ? new ConfigurationException(words(told)) : e;
    }
  }

  /** With a cause it would be a stack trace. */
  private static String words(Throwable wrong) {
    return "a setting under kafka.* is not allowed: " + wrong.getMessage();
  }
}
