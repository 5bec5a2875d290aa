package dev.swarmworker.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.swarmworker.local.EmbeddedKafka.Topic;
import dev.swarmworker.local.SampleTasks.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SampleStreamTest {
  private static final SampleTasks SAMPLES = new SampleTasks("t");
  private static final Topic TOPIC = new Topic("samples", 1, 1 << 20);
  private static final int COUNT = 25;

  @Test
  void stream_submitsSampleAfterSample() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      // Given
      kafka.createTopics(List.of(TOPIC));
      // When
      List<Sample> received;
      try (SampleStream stream =
          SampleStream.start(
              kafka.bootstrapServers(), TOPIC.name(), SAMPLES, Duration.ofMillis(5))) {
        assertThat(stream).isNotNull();
        received = read(kafka);
      }
      // Then
      assertThat(received.subList(0, COUNT))
          .isEqualTo(LongStream.range(0, COUNT).mapToObj(SAMPLES::sample).toList());
    }
  }

  private static List<Sample> read(EmbeddedKafka kafka) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
    List<Sample> received = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(TOPIC.name(), 0)));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(100))
                    .forEach(r -> received.add(new Sample(r.key(), r.value())));
                return received.size() >= COUNT;
              });
    }
    return received;
  }
}
