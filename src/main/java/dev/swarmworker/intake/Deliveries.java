package dev.swarmworker.intake;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Makes deliveries of messages. */
@Singleton
final class Deliveries {

  private final Partitions partitions;
  private final DeadLetters deadLetters;

  Deliveries(Partitions partitions, DeadLetters deadLetters) {
    this.partitions = partitions;
    this.deadLetters = deadLetters;
  }

  KafkaDelivery of(Message<byte[]> message) {
    return new KafkaDelivery(message, partitions, deadLetters);
  }
}
