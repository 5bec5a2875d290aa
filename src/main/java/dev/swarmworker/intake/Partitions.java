package dev.swarmworker.intake;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions are this worker's, and since when. A record read before its partition was taken
 * away is no longer this worker's, even if the partition came back: then the record comes again.
 */
@Singleton
@Identifier("tasks")
final class Partitions implements KafkaConsumerRebalanceListener {

  private final ConcurrentMap<TopicPartition, Integer> revocations = new ConcurrentHashMap<>();

  /** To be kept with a record read now. */
  int epoch(TopicPartition partition) {
    return revocations.getOrDefault(partition, 0);
  }

  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> revocations.merge(partition, 1, Integer::sum));
  }
}
