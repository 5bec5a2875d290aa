package dev.swarmworker.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.result.Outbox;
import dev.swarmworker.result.Writability;
import dev.swarmworker.state.InMemoryTaskStore;
import dev.swarmworker.worker.Backlog.Look;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker that answers questions and refuses records. */
class PartialOutageTest {

  private final Writability writability = new Writability();
  private final Topic topic = new Topic();
  private final Outbox outbox = new Outbox(topic, "results", writability, () -> Instant.EPOCH);
  private final Dependencies dependencies =
      new Dependencies(
          () -> new Look(true, 0), new InMemoryTaskStore(() -> Instant.EPOCH), writability);
  private final Thread writer = Thread.ofVirtual().unstarted(this::write);

  @BeforeEach
  void redisAnswers() {
    dependencies.ask();
  }

  @AfterEach
  void stop() throws InterruptedException {
    writer.interrupt();
    writer.join();
  }

  @Test
  void recordsRefused_kafkaIsDown_untilOneIsTaken() {
    assertThat(dependencies.areUp()).isTrue();

    writer.start();
    await().until(() -> !dependencies.isKafkaUp());
    assertThat(dependencies.areUp()).isFalse();

    topic.refuses = false;
    await().until(dependencies::areUp);
  }

  @Test
  void writerThatGivesUp_leavesNoOutageBehind() throws InterruptedException {
    writer.start();
    await().until(() -> !dependencies.isKafkaUp());

    writer.interrupt();
    writer.join();

    assertThat(dependencies.isKafkaUp()).isTrue();
  }

  private void write() {
    try {
      outbox.send(new byte[0], new byte[0], new RecordHeaders(), "a record");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kafka's own double, which here refuses as long as it is told to. */
  private static final class Topic extends MockProducer<byte[], byte[]> {

    private volatile boolean refuses = true;

    Topic() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      return refuses
          ? CompletableFuture.failedFuture(new NotEnoughReplicasException("too few"))
          : super.send(record);
    }
  }
}
