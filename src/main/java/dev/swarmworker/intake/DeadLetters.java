package dev.swarmworker.intake;

import dev.swarmworker.kafka.KafkaClients;
import dev.swarmworker.result.Outbox;
import dev.swarmworker.result.Writability;
import dev.swarmworker.task.Failure;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The way out for what cannot be done: key, bytes and headers as they came, and why. */
@Singleton
final class DeadLetters {

  /** Of a record: what is larger goes without its value. */
  private static final int MAX_BYTES = 32 << 20;

  private final Outbox outbox;
  private final InstantSource clock;

  DeadLetters(
      KafkaClients clients, ChannelsConfig channels, Writability writability, InstantSource clock) {
    Producer<byte[], byte[]> producer = clients.producer("dead-letters", MAX_BYTES);
    this.outbox = new Outbox(producer, channels.topics().deadLetters(), writability, clock);
    this.clock = clock;
  }

  void send(ConsumerRecord<byte[], byte[]> record, Failure failure, int attempts)
      throws InterruptedException {
    RecordHeaders headers = new RecordHeaders(record.headers());
    add(headers, "swarm-error-code", failure.code().name());
    add(headers, "swarm-error-message", failure.message());
    add(headers, "swarm-source-topic", record.topic());
    add(headers, "swarm-source-partition", String.valueOf(record.partition()));
    add(headers, "swarm-source-offset", String.valueOf(record.offset()));
    add(headers, "swarm-attempts", String.valueOf(attempts));
    add(headers, "swarm-failed-at", clock.instant().toString());
    String what =
        "the dead letter of %s-%d@%d"
            .formatted(record.topic(), record.partition(), record.offset());
    if (!outbox.send(record.key(), record.value(), headers, what)) {
      sendWithoutValue(record, headers, what);
    }
  }

  /** The bytes stay where they came from; the topic's place and offset say where that is. */
  private void sendWithoutValue(
      ConsumerRecord<byte[], byte[]> record, RecordHeaders headers, String what)
      throws InterruptedException {
    add(headers, "swarm-value-omitted", String.valueOf(record.serializedValueSize()));
    if (!outbox.send(record.key(), null, headers, what)) {
      RecordHeaders ours = new RecordHeaders();
      for (Header header : headers) {
        if (header.key().startsWith("swarm-")) {
          ours.add(header);
        }
      }
      outbox.send(null, null, ours, what);
    }
  }

  /** Ours replaces a sender's header of the same name: it must be possible to rely on it. */
  private static void add(RecordHeaders headers, String name, String value) {
    headers.remove(name);
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
