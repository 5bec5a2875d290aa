package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer of tasks and a reader of all that comes of them, as a user of the worker has them. */
public final class Topics implements AutoCloseable {

  public static final String TASKS = "swarm.tasks";
  public static final String RESULTS = "swarm.results";
  public static final String DEAD_LETTERS = "swarm.dead-letters";
  public static final String GROUP = "swarm-workers";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a worker's topics and group are called. */
  public record Names(String tasks, String results, String deadLetters, String group) {
    public static final Names DEFAULT = new Names(TASKS, RESULTS, DEAD_LETTERS, GROUP);
  }

  private final Names names;
  private final Group group;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Queue<ConsumerRecord<byte[], byte[]>> results = new ConcurrentLinkedQueue<>();
  private final Queue<ConsumerRecord<byte[], byte[]>> deadLetters = new ConcurrentLinkedQueue<>();
  private final Queue<Exception> notSent = new ConcurrentLinkedQueue<>();
  private final Thread reader;
  private volatile boolean closed;

  /** Reads what is written from now on, and what was written before. */
  public Topics(String bootstrapServers) {
    this(bootstrapServers, Names.DEFAULT);
  }

  /** The same for topics that are called otherwise. */
  public Topics(String bootstrapServers, Names names) {
    this.names = names;
    group = new Group(bootstrapServers, names);
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 8 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    reader = Thread.ofPlatform().daemon().name("topics").start(() -> read(bootstrapServers));
  }

  private void read(String bootstrapServers) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(names.results(), names.deadLetters()).stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!closed) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(r -> (r.topic().equals(names.results()) ? results : deadLetters).add(r));
      }
    }
  }

  /** Sends a task as JSON in which ' stands for ". */
  public void send(String json) {
    send(null, json.replace('\'', '"').getBytes(UTF_8), Map.of());
  }

  public void send(byte[] key, byte[] value, Map<String, byte[]> headers) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(names.tasks(), key, value);
    headers.forEach(record.headers()::add);
    send(record);
  }

  /** Sends one to one partition. */
  public void sendTo(int partition, String json) {
    send(
        new ProducerRecord<>(
            names.tasks(), partition, null, json.replace('\'', '"').getBytes(UTF_8)));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var _ =
        producer.send(
            record,
            (_, failure) -> {
              if (failure != null) {
                notSent.add(failure);
              }
            });
  }

  /** All copies of a task's result so far. */
  public List<ConsumerRecord<byte[], byte[]>> resultsOf(String taskId) {
    byte[] key = taskId.getBytes(UTF_8);
    return results.stream().filter(r -> java.util.Arrays.equals(r.key(), key)).toList();
  }

  public List<ConsumerRecord<byte[], byte[]>> results() {
    return List.copyOf(results);
  }

  public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** The first result of a task, or null while there is none. */
  public JsonNode resultOf(String taskId) {
    return resultsOf(taskId).stream().findFirst().map(r -> json(r.value())).orElse(null);
  }

  public static JsonNode json(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A header's text, or null. */
  public static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  /**
   * Waits until the workers' group is stable and has so many members, each with the same number of
   * partitions. A worker's readiness does not say so much. Zero: until all have left, or those
   * killed have been given up.
   */
  public void awaitMembers(int count) {
    group.awaitMembers(count);
  }

  /** The offset each partition of the tasks topic is to be read on from; 0 where none is known. */
  public Map<Integer, Long> committed() {
    return group.committed();
  }

  /** The offset of the next task of each partition of the tasks topic. */
  public Map<Integer, Long> ends() {
    return group.ends(names.tasks());
  }

  /** Records of the tasks topic not committed by the workers. */
  public long lag() {
    // In this order: what is sent and done in between must not pass for something else's offset.
    long committed = sum(committed());
    return sum(ends()) - committed;
  }

  /** Waits until every result that is on the topic at this moment has been read. */
  public void awaitResultsRead() {
    long written = sum(group.ends(names.results()));
    await("results that are written").until(() -> results.size() >= written);
  }

  private static long sum(Map<Integer, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    group.close();
    producer.close(Duration.ofSeconds(5));
    if (!notSent.isEmpty()) {
      throw new IllegalStateException("a message was not sent", notSent.peek());
    }
  }
}
