package dev.swarmworker.support;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.support.Topics.Names;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The workers' consumer group as the broker knows it: its members and its offsets. */
final class Group implements AutoCloseable {

  /** More than a session: members that were killed are in the group until theirs is over. */
  private static final Duration SETTLED = Duration.ofSeconds(90);

  private final Names names;
  private final Admin admin;

  Group(String bootstrapServers, Names names) {
    this.names = names;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /** Waits until the group is stable, of so many members that own equally many partitions. */
  void awaitMembers(int count) {
    int each = count == 0 ? 0 : partitions(names.tasks()).size() / count;
    await(count + " members of " + names.group())
        .atMost(SETTLED)
        .until(() -> count == 0 ? isEmpty() : isStable(count, each));
  }

  private boolean isEmpty() {
    try {
      return description().members().isEmpty();
    } catch (GroupIdNotFoundException e) {
      return true;
    }
  }

  private boolean isStable(int count, int each) {
    try {
      ConsumerGroupDescription group = description();
      return group.groupState() == GroupState.STABLE
          && group.members().size() == count
          && group.members().stream()
              .allMatch(member -> member.assignment().topicPartitions().size() == each);
    } catch (GroupIdNotFoundException e) {
      return false;
    }
  }

  private ConsumerGroupDescription description() {
    return get(admin.describeConsumerGroups(List.of(names.group())).all()).get(names.group());
  }

  /** The next offset to be read of each partition of the tasks topic; 0 where none is committed. */
  Map<Integer, Long> committed() {
    Map<TopicPartition, OffsetAndMetadata> committed =
        get(admin.listConsumerGroupOffsets(names.group()).partitionsToOffsetAndMetadata());
    return partitions(names.tasks()).stream()
        .collect(
            toMap(
                TopicPartition::partition,
                p -> committed.get(p) == null ? 0 : committed.get(p).offset()));
  }

  /** The offset of the next record of each partition of a topic. */
  Map<Integer, Long> ends(String topic) {
    var ends =
        get(
            admin
                .listOffsets(
                    partitions(topic).stream().collect(toMap(p -> p, _ -> OffsetSpec.latest())))
                .all());
    return ends.entrySet().stream()
        .collect(toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
  }

  private Collection<TopicPartition> partitions(String topic) {
    return get(admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .stream()
        .map(p -> new TopicPartition(topic, p.partition()))
        .toList();
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GroupIdNotFoundException unknown
          ? unknown
          : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
