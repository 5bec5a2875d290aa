package dev.swarmworker.local;

import dev.swarmworker.local.SampleTasks.Sample;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Submits sample tasks at a steady rate until it is closed. */
final class SampleStream implements AutoCloseable {
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sample-tasks").factory());
  private final Producer<String, String> producer;
  private final String topic;
  private final SampleTasks samples;
  private long next;

  private SampleStream(Producer<String, String> producer, String topic, SampleTasks samples) {
    this.producer = producer;
    this.topic = topic;
    this.samples = samples;
  }

  static SampleStream start(
      String bootstrapServers, String topic, SampleTasks samples, Duration pause) {
    SampleStream stream = new SampleStream(producer(bootstrapServers), topic, samples);
    var unused =
        stream.clock.scheduleAtFixedRate(stream::submit, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    return stream;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close(Duration.ZERO);
  }

  private void submit() {
    Sample sample = samples.sample(next++);
    // A sample lost while the broker is away is no loss.
    var unused = producer.send(new ProducerRecord<>(topic, sample.key(), sample.value()));
  }

  private static Producer<String, String> producer(String bootstrapServers) {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.CLIENT_ID_CONFIG,
            "sample-tasks",
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            2_000);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }
}
