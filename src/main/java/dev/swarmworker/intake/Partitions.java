package dev.swarmworker.intake;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions are this worker's, and how far each of them is done. A record read before its
 * partition was taken away is no longer this worker's, even if the partition came back: then the
 * record comes again. Thread-safe.
 */
@Singleton
final class Partitions {

  private final Map<TopicPartition, Progress> own = new HashMap<>();

  /** Partitions were given to this worker. */
  synchronized void assigned(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> own.put(partition, new Progress()));
  }

  /** Partitions are this worker's no more; gives what is due in them. */
  synchronized Map<TopicPartition, OffsetAndMetadata> revoked(
      Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> due = due();
    due.keySet().retainAll(partitions);
    for (TopicPartition partition : partitions) {
      Progress progress = own.remove(partition);
      if (progress != null) {
        progress.end();
      }
    }
    return due;
  }

  /** No partition is this worker's any more; gives what is due in them. */
  synchronized Map<TopicPartition, OffsetAndMetadata> allRevoked() {
    return revoked(List.copyOf(own.keySet()));
  }

  /** How far a partition is done; null where it is not this worker's. */
  synchronized @Nullable Progress of(TopicPartition partition) {
    return own.get(partition);
  }

  /** Offsets to be committed. */
  synchronized Map<TopicPartition, OffsetAndMetadata> due() {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    own.forEach(
        (partition, progress) ->
            progress.due().ifPresent(offset -> due.put(partition, new OffsetAndMetadata(offset))));
    return due;
  }

  /** The broker has taken offsets. */
  synchronized void committed(Map<TopicPartition, OffsetAndMetadata> taken) {
    taken.forEach(
        (partition, offset) -> {
          Progress progress = own.get(partition);
          if (progress != null) { // otherwise it is another's by now, and comes again there
            progress.committed(offset.offset());
          }
        });
  }

  /** Each partition of this worker, with the offset that comes next; empty where none came yet. */
  synchronized Map<TopicPartition, OptionalLong> next() {
    Map<TopicPartition, OptionalLong> next = new HashMap<>();
    own.forEach((partition, progress) -> next.put(partition, progress.next()));
    return next;
  }
}
