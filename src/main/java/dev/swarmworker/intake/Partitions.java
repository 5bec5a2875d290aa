package dev.swarmworker.intake;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions are this worker's, since when, and how far each of them is done. A record read
 * before its partition was taken away is no longer this worker's, even if the partition came back:
 * then the record comes again. Thread-safe.
 */
@Singleton
final class Partitions {

  private final Map<TopicPartition, Progress> own = new HashMap<>();

  /**
   * Partitions were given to this worker.
   *
   * @param generation of the group
   */
  synchronized void assigned(Collection<TopicPartition> partitions, int generation) {
    partitions.forEach(partition -> own.put(partition, new Progress(generation)));
  }

  /** Partitions are this worker's no more; gives what is due in them. */
  synchronized Map<TopicPartition, OffsetAndMetadata> revoked(
      Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> due = due();
    due.keySet().retainAll(partitions);
    own.keySet().removeAll(partitions);
    return due;
  }

  /** No partition is this worker's any more; gives what is due in them. */
  synchronized Map<TopicPartition, OffsetAndMetadata> allRevoked() {
    return revoked(List.copyOf(own.keySet()));
  }

  /** Whether a record that was read in a generation of the group is still this worker's. */
  synchronized boolean own(TopicPartition partition, int readIn) {
    Progress progress = own.get(partition);
    return progress != null && progress.covers(readIn);
  }

  /** A record was read in a generation of the group. */
  synchronized void received(TopicPartition partition, long offset, int readIn, Object record) {
    Progress progress = own.get(partition);
    if (progress != null && progress.covers(readIn)) {
      progress.received(offset, record);
    }
  }

  /** A record is done. */
  void done(TopicPartition partition, long offset, Object record) {
    of(partition, progress -> progress.done(offset, record));
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
  void committed(Map<TopicPartition, OffsetAndMetadata> taken) {
    taken.forEach(
        (partition, offset) -> of(partition, progress -> progress.committed(offset.offset())));
  }

  /** Each partition of this worker, with the offset that comes next; empty where none came yet. */
  synchronized Map<TopicPartition, OptionalLong> next() {
    Map<TopicPartition, OptionalLong> next = new HashMap<>();
    own.forEach((partition, progress) -> next.put(partition, progress.end()));
    return next;
  }

  private synchronized void of(TopicPartition partition, Consumer<Progress> action) {
    Progress progress = own.get(partition);
    if (progress != null) { // otherwise it is another's by now, and comes again there
      action.accept(progress);
    }
  }
}
