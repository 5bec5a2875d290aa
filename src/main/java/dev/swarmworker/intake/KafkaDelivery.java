package dev.swarmworker.intake;

import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Place;
import dev.swarmworker.worker.Delivery;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** One record of the tasks topic. */
final class KafkaDelivery implements Delivery {

  private final ConsumerRecord<byte[], byte[]> record;
  private final Progress progress;
  private final DeadLetters deadLetters;
  private final Place place;

  /**
   * @param progress of its partition, in which it was noted
   */
  KafkaDelivery(ConsumerRecord<byte[], byte[]> record, Progress progress, DeadLetters deadLetters) {
    this.record = record;
    this.progress = progress;
    this.deadLetters = deadLetters;
    this.place = new Place(record.topic(), record.partition(), record.offset());
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
    return progress.isCurrent();
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
    progress.done(record.offset(), record);
  }
}
