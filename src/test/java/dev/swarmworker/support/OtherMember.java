package dev.swarmworker.support;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of the workers' group that is no worker: it owns partitions and takes nothing in. */
public final class OtherMember implements AutoCloseable {

  private final int partitions;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile Set<TopicPartition> own = Set.of();
  private volatile boolean rebalance;
  private volatile boolean closed;

  private OtherMember(String bootstrapServers, int partitions) {
    this.partitions = partitions;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                Topics.GROUP,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                500,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                HeldAssignor.class.getName()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().daemon().name("other-member").start(this::poll);
  }

  /** Joins a group that nobody is in, and so leads it; returns once all partitions are its own. */
  public static OtherMember alone(String bootstrapServers, int partitions) {
    OtherMember member = new OtherMember(bootstrapServers, partitions);
    await("all partitions")
        .atMost(Duration.ofSeconds(60))
        .until(() -> member.own.size() == partitions);
    return member;
  }

  private void poll() {
    try (consumer) {
      consumer.subscribe(List.of(Topics.TASKS));
      while (!closed) {
        if (rebalance) {
          rebalance = false;
          consumer.enforceRebalance();
        }
        consumer.pause(consumer.assignment());
        consumer.poll(Duration.ofMillis(100));
        own = Set.copyOf(consumer.assignment());
      }
    }
  }

  /** Has the partitions shared out anew. */
  public void rebalance() {
    rebalance = true;
  }

  /** The partitions of the tasks topic that are not this member's, in order. */
  public List<Integer> partitionsOfOthers() {
    return IntStream.range(0, partitions)
        .filter(p -> !own.contains(new TopicPartition(Topics.TASKS, p)))
        .boxed()
        .toList();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
