package dev.swarmworker.broken.state;

import org.apache.kafka.common.TopicPartition;

/** Kafka away from the edges. */
public final class KnowsKafka {
  final TopicPartition partition = new TopicPartition("tasks", 0);
}
