package dev.swarmworker.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks whether a stretch of a partition holds a record at all. Offsets alone do not tell: the
 * marks of transactions, aborted records and compacted ones have offsets that nobody is ever given.
 * Each look has a consumer of its own, in no group.
 */
final class Peek {

  private static final Duration ONCE = Duration.ofMillis(500);
  private static final int POLLS = 8;

  private final Map<String, Object> config;

  /**
   * @param broker how it is reached, among settings for others
   */
  Peek(Map<String, Object> broker) {
    Map<String, Object> ours = new HashMap<>();
    broker.forEach(
        (key, value) -> {
          if (ConsumerConfig.configNames().contains(key)) {
            ours.put(key, value.toString());
          }
        });
    ours.remove(ConsumerConfig.GROUP_ID_CONFIG);
    ours.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    ours.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    ours.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    ours.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    ours.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024);
    ours.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.config = Map.copyOf(ours);
  }

  /** Whether there is one; true as well where that cannot be found out in a few seconds. */
  boolean findsARecord(TopicPartition partition, long from, long end) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, from);
      for (int poll = 0; poll < POLLS; poll++) {
        if (!consumer.poll(ONCE).isEmpty()) {
          return true;
        }
        if (consumer.position(partition, ONCE) >= end) {
          return false;
        }
      }
      return true;
    }
  }
}
