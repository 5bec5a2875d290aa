package dev.swarmworker.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.local.EmbeddedKafka.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
  private static final Topic TOPIC = new Topic("words", 3, 1024 * 1024);

  @Test
  void restart_keepsDataAndAddress() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      // Given
      kafka.createTopics(List.of(TOPIC));
      send(kafka, "before");
      String address = kafka.bootstrapServers();
      // When
      kafka.stop();
      kafka.restart();
      send(kafka, "after");
      // Then
      assertThat(kafka.bootstrapServers()).isEqualTo(address).startsWith("127.0.0.1:");
      assertThat(read(kafka, 2)).containsExactlyInAnyOrder("before", "after");
    }
  }

  @Test
  void createTopics_secondTime_leavesThemAsTheyAre() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      // Given
      kafka.createTopics(List.of(TOPIC));
      // When
      kafka.createTopics(List.of(new Topic(TOPIC.name(), 7, 10), new Topic("more", 1, 2048)));
      // Then
      assertThat(partitions(kafka)).isEqualTo(Map.of("words", 3, "more", 1));
    }
  }

  @Test
  void close_leavesNeitherFolderNorPortNorThread() throws Exception {
    // Given
    List<Path> before = temporaryFolders();
    List<String> threadsBefore = brokerThreads();
    EmbeddedKafka kafka = EmbeddedKafka.start();
    int port = Integer.parseInt(kafka.bootstrapServers().split(":", -1)[1]);
    assertThat(Ports.isFree(port)).isFalse();
    // When
    kafka.close();
    kafka.close();
    // Then
    assertThat(temporaryFolders()).isEqualTo(before);
    assertThat(Ports.isFree(port)).isTrue();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(brokerThreads()).isEqualTo(threadsBefore));
  }

  @Test
  void callersFolder_outlivesTheBrokerWithItsData(@TempDir Path folder) throws Exception {
    // Given
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      kafka.createTopics(List.of(TOPIC));
      send(kafka, "kept");
    }
    // When
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder)) {
      // Then
      assertThat(read(kafka, 1)).containsExactly("kept");
    }
  }

  private static void send(EmbeddedKafka kafka, String word)
      throws ExecutionException, InterruptedException {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC.name(), word)).get();
    }
  }

  private static List<String> read(EmbeddedKafka kafka, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(),
            "group.id", "readers",
            "auto.offset.reset", "earliest");
    List<String> words = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC.name()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> words.add(r.value()));
                return words.size() >= count;
              });
    }
    return words;
  }

  private static Map<String, Integer> partitions(EmbeddedKafka kafka) throws Exception {
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
      var topics = admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get();
      return topics.values().stream()
          .collect(Collectors.toMap(TopicDescription::name, t -> t.partitions().size()));
    }
  }

  private static List<Path> temporaryFolders() throws Exception {
    try (var found = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return found.filter(p -> p.getFileName().toString().startsWith("swarm-kafka-")).toList();
    }
  }

  /** Threads of the process-wide metrics library are nobody's to end. */
  private static List<String> brokerThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(n -> !n.startsWith("metrics-meter-tick"))
        .filter(n -> !n.startsWith("awaitility"))
        .sorted()
        .toList();
  }
}
