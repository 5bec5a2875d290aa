package dev.swarmworker.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Topics of this run's own, whose records bear the broker's time. */
final class KafkaLane implements Lane {

  private static final int PARTITIONS = 8;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, Object> client;
  private final Place place;
  private final int promptBytes;
  private final Queue<Integer> unsent = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Exception refusal;
  private int appended;

  KafkaLane(Place place, int promptBytes) {
    this.place = place;
    this.promptBytes = promptBytes;
    client = Map.of("bootstrap.servers", place.kafka());
    admin = Admin.create(client);
    get(
        admin
            .createTopics(
                place.topics().stream()
                    .map(
                        name ->
                            new NewTopic(name, PARTITIONS, (short) 1)
                                .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                    .toList())
            .all());
    place.topics().forEach(this::awaitServed);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                place.kafka(),
                // Else as Kafka has it, linger.ms included: so tasks come in twos and threes.
                "batch.size",
                256 << 10,
                // What the broker does not take at once it does not take for two minutes.
                "request.timeout.ms",
                4_000,
                "delivery.timeout.ms",
                8_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Waits until each partition is served. A batch sent before is refused, the one behind it may not
   * be, and then the broker takes the first no more: its numbers are older.
   */
  private void awaitServed(String topic) {
    while (true) {
      try {
        ends(topic);
        return;
      } catch (IllegalStateException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    }
  }

  @Override
  public void append(int from, int to, double perSecond) {
    Lane.atPace(from, to, perSecond, this::send);
    producer.flush();
    if (!unsent.isEmpty()) {
      System.out.println(unsent.size() + " tasks are appended again: " + refusal);
    }
    for (Integer refused = unsent.poll(); refused != null; refused = unsent.poll()) {
      send(refused);
      producer.flush();
    }
    appended = to;
  }

  /** A topic that was made a moment ago refuses one now and then. */
  private void send(int task) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                place.tasks(),
                task % PARTITIONS,
                TaskData.id(task).getBytes(UTF_8),
                TaskData.json(task, promptBytes)),
            (_, failure) -> {
              if (failure != null) {
                refusal = failure;
                unsent.add(task);
              }
            });
  }

  @Override
  public long results() {
    return ends(place.results()).values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public Timings timings() {
    Timings timings = new Timings(appended);
    read(place.tasks(), record -> timings.appended(task(record), record.timestamp()));
    read(place.results(), record -> timings.ended(task(record), record.timestamp()));
    return timings;
  }

  private static int task(ConsumerRecord<byte[], byte[]> record) {
    return TaskData.number(new String(record.key(), UTF_8));
  }

  private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<TopicPartition, Long> ends = ends(topic);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(reader);
      }
    }
  }

  private Map<TopicPartition, Long> ends(String topic) {
    Map<TopicPartition, OffsetSpec> wanted =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> found = get(admin.listOffsets(wanted).all());
    return found.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  @Override
  public void close() {
    producer.close();
    get(admin.deleteTopics(List.copyOf(place.topics())).all());
    admin.close();
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
