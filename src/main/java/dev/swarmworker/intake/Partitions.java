package dev.swarmworker.intake;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions are this worker's, and since when. A record read before its partition was taken
 * away is no longer this worker's, even if the partition came back: then the record comes again.
 */
@Singleton
@Identifier("tasks") final class Partitions implements KafkaConsumerRebalanceListener {

  private static final long NONE_YET = -1;

  private final ConcurrentMap<TopicPartition, Integer> revocations = new ConcurrentHashMap<>();
  private final ConcurrentMap<TopicPartition, Long> next = new ConcurrentHashMap<>();

  /** To be kept with a record read now. */
  int epoch(TopicPartition partition) {
    return revocations.getOrDefault(partition, 0);
  }

  /** Says that a record was handed over. */
  void handedOver(TopicPartition partition, long offset) {
    next.computeIfPresent(partition, (_, before) -> Math.max(before, offset + 1));
  }

  /** Each partition of this worker, with the offset that comes next; empty where none came yet. */
  Map<TopicPartition, OptionalLong> next() {
    return next.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e ->
                    e.getValue() == NONE_YET
                        ? OptionalLong.empty()
                        : OptionalLong.of(e.getValue())));
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> next.putIfAbsent(partition, NONE_YET));
  }

  @Override
  public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(next::remove);
    partitions.forEach(partition -> revocations.merge(partition, 1, Integer::sum));
  }
}
