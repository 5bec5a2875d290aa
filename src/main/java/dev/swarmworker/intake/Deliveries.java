package dev.swarmworker.intake;

import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Makes deliveries of messages. */
@Singleton
final class Deliveries {

  private final Partitions partitions;
  private final DeadLetters deadLetters;

  Deliveries(@Identifier("tasks") Partitions partitions, DeadLetters deadLetters) {
    this.partitions = partitions;
    this.deadLetters = deadLetters;
  }

  KafkaDelivery of(Message<byte[]> message) {
    return new KafkaDelivery(message, partitions, deadLetters);
  }
}
