package dev.swarmworker.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
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

  /** All copies of one task's result, and when the first of them was read. */
  private record Ending(Instant at, Queue<ConsumerRecord<byte[], byte[]>> copies) {}

  private final Names names;
  private final Group group;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Queue<ConsumerRecord<byte[], byte[]>> results = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<String, Ending> endings = new ConcurrentHashMap<>();
  private final Queue<ConsumerRecord<byte[], byte[]>> deadLetters = new ConcurrentLinkedQueue<>();
  private final Queue<Exception> notSent = new ConcurrentLinkedQueue<>();
  private final Thread reader;
  private volatile boolean closed;

  /**
   * Reads what is written from now on, and what was written before. A topic that is not there yet
   * is read once it is.
   */
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
      Set<String> missing = new HashSet<>(Set.of(names.results(), names.deadLetters()));
      while (!closed) {
        if (!missing.isEmpty()) {
          missing.removeIf(topic -> isAssigned(consumer, topic));
        }
        if (!consumer.assignment().isEmpty()) {
          consumer.poll(Duration.ofMillis(100)).forEach(this::keep);
        }
      }
    }
  }

  private static boolean isAssigned(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    Set<TopicPartition> all = new HashSet<>(consumer.assignment());
    all.addAll(partitions);
    consumer.assign(all);
    if (!partitions.isEmpty()) {
      consumer.seekToBeginning(partitions);
    }
    return !partitions.isEmpty();
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    if (!record.topic().equals(names.results())) {
      deadLetters.add(record);
      return;
    }
    String taskId = record.key() == null ? "" : new String(record.key(), UTF_8);
    endings.compute(
        taskId,
        (_, known) -> {
          Ending ending =
              known == null ? new Ending(Instant.now(), new ConcurrentLinkedQueue<>()) : known;
          ending.copies().add(record);
          return ending;
        });
    results.add(record);
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
    Ending ending = endings.get(taskId);
    return ending == null ? List.of() : List.copyOf(ending.copies());
  }

  public boolean hasResultOf(String taskId) {
    return endings.containsKey(taskId);
  }

  /** When the first copy of a task's result was read; empty while there is none. */
  public Optional<Instant> endOf(String taskId) {
    return Optional.ofNullable(endings.get(taskId)).map(Ending::at);
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
