package dev.swarmworker.faults;

import dev.swarmworker.support.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks over and over at what the workers have committed, and how far the results topic was just
 * after that. A result that is to be there before its task's offset passes is found below that end.
 */
final class OffsetWatch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(250);

  private final Topics.Names names;
  private final Admin admin;
  private final Queue<Look> looks = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * One look.
   *
   * @param committed the workers' offsets by partition of the tasks topic
   * @param resultEnds ends of the partitions of the results topic, seen later
   */
  record Look(Map<Integer, Long> committed, Map<Integer, Long> resultEnds) {}

  OffsetWatch(String bootstrapServers, Topics.Names names) {
    this.names = names;
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    thread = Thread.ofPlatform().daemon().name("offsets").start(this::watch);
  }

  /** All looks so far at which something had changed. */
  List<Look> looks() {
    return List.copyOf(looks);
  }

  private void watch() {
    try {
      Map<Integer, Long> before = Map.of();
      while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          Map<Integer, Long> committed = committed();
          if (!committed.equals(before)) {
            looks.add(new Look(committed, resultEnds()));
            before = committed;
          }
        } catch (ExecutionException e) {
          // The broker is away, as it may be: then nothing is committed either.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<Integer, Long> committed() throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(names.group())
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
  }

  private Map<Integer, Long> resultEnds() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends =
        resultPartitions().stream()
            .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get().entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
  }

  /** None while there is no such topic: then no result can be there. */
  private List<TopicPartition> resultPartitions() throws ExecutionException, InterruptedException {
    try {
      return admin
          .describeTopics(List.of(names.results()))
          .topicNameValues()
          .get(names.results())
          .get()
          .partitions()
          .stream()
          .map(p -> new TopicPartition(names.results(), p.partition()))
          .toList();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    admin.close(Duration.ofSeconds(5));
  }
}
