package dev.swarmworker.intake;

import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Place;
import dev.swarmworker.worker.Delivery;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One record of the tasks topic. */
final class KafkaDelivery implements Delivery {

  private static final Logger LOG = Logger.getLogger(KafkaDelivery.class);

  private final Message<byte[]> message;
  private final ConsumerRecord<byte[], byte[]> record;
  private final Place place;
  private final TopicPartition partition;
  private final Partitions partitions;
  private final DeadLetters deadLetters;
  private final int readIn;

  KafkaDelivery(Message<byte[]> message, Partitions partitions, DeadLetters deadLetters) {
    this.message = message;
    IncomingKafkaRecordMetadata<byte[], byte[]> metadata = metadataOf(message);
    this.record = metadata.getRecord();
    this.readIn = metadata.getConsumerGroupGenerationId();
    this.place = new Place(record.topic(), record.partition(), record.offset());
    this.partition = new TopicPartition(record.topic(), record.partition());
    this.partitions = partitions;
    this.deadLetters = deadLetters;
  }

  @SuppressWarnings("unchecked") // the channel's deserializers are for bytes
  private static IncomingKafkaRecordMetadata<byte[], byte[]> metadataOf(Message<byte[]> message) {
    return message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
  }

  byte @Nullable [] value() {
    return record.value();
  }

  int size() {
    return Math.max(0, record.serializedValueSize());
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public boolean isCurrent() {
    return partitions.own(partition, readIn);
  }

  @Override
  public @Nullable String traceparent() {
    Header header = record.headers().lastHeader("traceparent");
    return header == null ? null : Traceparent.of(header.value());
  }

  @Override
  public void deadLetter(Failure failure, int attempts) throws InterruptedException {
    deadLetters.send(record, failure, attempts);
  }

  @Override
  public void acknowledge() {
    message
        .ack()
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                LOG.warnf("%s may come again, its offset did not pass: %s", place, failure);
              }
            });
  }
}
