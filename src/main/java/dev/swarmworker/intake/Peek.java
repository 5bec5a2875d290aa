package dev.swarmworker.intake;

import dev.swarmworker.kafka.KafkaClients;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks whether a stretch of a partition holds a record at all. Offsets alone do not tell: the
 * marks of transactions, aborted records and compacted ones have offsets that nobody is ever given.
 * Each look has a consumer of its own, in no group.
 */
@Singleton
final class Peek {

  private static final Duration ONCE = Duration.ofMillis(500);
  private static final int POLLS = 8;

  private final KafkaClients clients;

  Peek(KafkaClients clients) {
    this.clients = clients;
  }

  /** Whether there is one; true as well where that cannot be found out in a few seconds. */
  boolean findsARecord(TopicPartition partition, long from, long end) {
    try (Consumer<byte[], byte[]> consumer = clients.peek()) {
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
