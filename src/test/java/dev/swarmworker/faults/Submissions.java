package dev.swarmworker.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.swarmworker.faults.Submission.Expected;
import dev.swarmworker.support.Tasks;
import dev.swarmworker.support.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The tasks of a scenario, in the order in which the broker was asked to accept them. */
final class Submissions implements AutoCloseable {

  private final String prefix;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Submission> accepted = new CopyOnWriteArrayList<>();

  /**
   * @param prefix with which all their ids begin
   */
  Submissions(String prefix, String bootstrapServers) {
    this.prefix = prefix;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Those that the broker accepted. */
  List<Submission> all() {
    return accepted;
  }

  /** Submits a task and waits until the broker has it. */
  String submit(String directive, String more, Expected expected) {
    return submit(null, directive, more, expected);
  }

  /**
   * The same.
   *
   * @param partition of the tasks topic, or null for any
   */
  String submit(Integer partition, String directive, String more, Expected expected) {
    String id = id(accepted.size());
    accepted.add(accepted(id, send(partition, id, directive, more), expected));
    return id;
  }

  /** Sends the message of a task once more, to any partition; waits until the broker has it. */
  void repeat(String id, String directive, String more) {
    accepted(id, send(null, id, directive, more), Expected.DONE);
  }

  /** Submits one for each directive, to the partitions in turn; waits until the broker has all. */
  void submitAll(List<String> directives) {
    int first = accepted.size();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String directive : directives) {
      int number = first + sent.size();
      sent.add(send(number % World.PARTITIONS, id(number), directive, ""));
    }
    List<Submission> all = new ArrayList<>();
    for (Future<RecordMetadata> place : sent) {
      all.add(accepted(id(first + all.size()), place, Expected.DONE));
    }
    accepted.addAll(all);
  }

  /** Says that something else is to come of a task than was thought when it was submitted. */
  void expect(String id, Expected expected) {
    accepted.replaceAll(
        s -> s.id().equals(id) ? new Submission(id, s.partition(), s.offset(), expected) : s);
  }

  private String id(int number) {
    return prefix + "-" + number;
  }

  private Future<RecordMetadata> send(Integer partition, String id, String directive, String more) {
    byte[] task = Tasks.task(id, directive, more).getBytes(UTF_8);
    return producer.send(new ProducerRecord<>(Topics.TASKS, partition, null, task));
  }

  private static Submission accepted(String id, Future<RecordMetadata> sent, Expected expected) {
    try {
      RecordMetadata place = sent.get();
      return new Submission(id, place.partition(), place.offset(), expected);
    } catch (ExecutionException e) {
      throw new IllegalStateException(id + " was not accepted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
