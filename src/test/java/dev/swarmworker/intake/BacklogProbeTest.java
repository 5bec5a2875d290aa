package dev.swarmworker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.kafka.KafkaClients;
import dev.swarmworker.local.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacklogProbeTest {

  private static EmbeddedKafka kafka;
  private static Admin admin;

  private final String topic = "tasks-" + UUID.randomUUID();
  private final TopicPartition partition = new TopicPartition(topic, 0);
  private final Partitions partitions = new Partitions();
  private BacklogProbe probe;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void startBroker() {
    kafka = EmbeddedKafka.start();
    admin = Admin.create(broker());
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    kafka.close();
  }

  @BeforeEach
  void own() {
    kafka.createTopics(List.of(new EmbeddedKafka.Topic(topic, 1, 1 << 20)));
    partitions.assigned(List.of(partition));
    probe =
        new BacklogProbe(
            admin, partitions, "group", new Peek(new KafkaClients(broker(), null, null)));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", topic),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
  }

  @AfterEach
  void close() {
    producer.close();
    probe.close();
  }

  @Test
  void marksOfTransactions_areNoBacklog() {
    commit(2);
    read(0);
    read(1);

    await().untilAsserted(() -> assertThat(backlog()).isZero());
  }

  @Test
  void abortedRecords_areNoBacklog() {
    producer.beginTransaction();
    send(3);
    producer.abortTransaction();

    await().untilAsserted(() -> assertThat(backlog()).isZero());
  }

  @Test
  void openTransaction_isNoBacklogYet() {
    producer.beginTransaction();
    send(3);
    producer.flush();
    await().untilAsserted(() -> assertThat(backlog()).isZero());

    producer.commitTransaction();
    await().untilAsserted(() -> assertThat(backlog()).isPositive());
  }

  @Test
  void deletedRecords_areNoBacklog_committedOrNot() throws Exception {
    commit(5);
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1))).all().get();
    await().untilAsserted(() -> assertThat(backlog()).isZero());

    read(1);
    await().untilAsserted(() -> assertThat(backlog()).isZero());
  }

  @Test
  void recordNotHandedOver_isBacklog_howeverLongItWaits() {
    commit(2);
    read(0);

    await().untilAsserted(() -> assertThat(backlog()).isPositive());
    for (int look = 0; look < 4; look++) {
      assertThat(backlog()).isPositive();
    }
  }

  @Test
  void recordAfterAMark_isBacklog() {
    commit(1);
    read(0);
    await().untilAsserted(() -> assertThat(backlog()).isZero());

    commit(1);

    await().untilAsserted(() -> assertThat(backlog()).isPositive());
  }

  /**
   * What stands after a look that finds nothing moved. A transaction's mark follows its commit a
   * moment later: so tests await what they expect.
   */
  private long backlog() {
    probe.probe();
    probe.probe();
    assertThat(probe.latest().reachable()).isTrue();
    return probe.latest().messages();
  }

  private void read(long offset) {
    partitions.of(partition).received(offset, "record " + offset);
  }

  private void commit(int records) {
    producer.beginTransaction();
    send(records);
    producer.commitTransaction();
  }

  private void send(int records) {
    for (int i = 0; i < records; i++) {
      var _ = producer.send(new ProducerRecord<>(topic, "task".getBytes(UTF_8)));
    }
  }

  private static Map<String, Object> broker() {
    return Map.of("bootstrap.servers", kafka.bootstrapServers());
  }
}
