package dev.swarmworker.intake;

import dev.swarmworker.timer.Repeating;
import dev.swarmworker.worker.Backlog;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Asks the broker every few seconds what waits in this worker's partitions. A consumer that has
 * gone silent would not tell; so this uses a connection of its own.
 */
@Singleton
final class BacklogProbe implements Backlog {

  private static final Logger LOG = Logger.getLogger(BacklogProbe.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Admin admin;
  private final Partitions partitions;
  private final String group;
  private final Peek peek;
  private final Map<TopicPartition, Stretch> stretches = new HashMap<>();
  private final Repeating probing = new Repeating("backlog-probe");
  private volatile Look latest = new Look(false, 0);

  BacklogProbe(
      Admin admin,
      Partitions partitions,
      @ConfigProperty(name = "swarm.group") String group,
      Peek peek) {
    this.admin = admin;
    this.partitions = partitions;
    this.group = group;
    this.peek = peek;
  }

  void start(@Observes StartupEvent event) {
    probing.start(EVERY, this::probe);
  }

  @Override
  public Look latest() {
    return latest;
  }

  /** Asks now; by one thread at a time. */
  void probe() {
    try {
      latest = new Look(true, count(partitions.next()));
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.debugf("the broker does not answer: %s", e);
      latest = new Look(false, 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long count(Map<TopicPartition, OptionalLong> next)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (next.isEmpty()) {
      var _ = admin.describeCluster().clusterId().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return 0;
    }
    Map<TopicPartition, Long> starts = offsets(next.keySet(), OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(next.keySet(), OffsetSpec.latest());
    Map<TopicPartition, OffsetAndMetadata> committed =
        next.values().stream().allMatch(OptionalLong::isPresent) ? Map.of() : committed();
    stretches.keySet().retainAll(next.keySet());
    long count = 0;
    for (var each : next.entrySet()) {
      TopicPartition partition = each.getKey();
      OffsetAndMetadata done = committed.get(partition);
      long handedOver = each.getValue().orElse(done == null ? 0 : done.offset());
      long start = starts.getOrDefault(partition, 0L);
      long end = ends.getOrDefault(partition, 0L);
      count += waiting(partition, Math.max(start, handedOver), end);
    }
    return count;
  }

  /**
   * Offsets not handed over; where they are the same as at the look before, it is worth finding out
   * whether a record is behind them.
   */
  private long waiting(TopicPartition partition, long from, long end) {
    if (from >= end) {
      return 0;
    }
    Stretch before = stretches.get(partition);
    Stretch now = new Stretch(from, end, Content.UNKNOWN);
    if (before != null && before.from() == from && before.end() == end) {
      now = before.content() == Content.UNKNOWN ? now.looked(partition, peek) : before;
    }
    stretches.put(partition, now);
    return now.content() == Content.NOTHING ? 0 : end - from;
  }

  private enum Content {
    UNKNOWN,
    NOTHING,
    RECORDS
  }

  /** What lies between two offsets of a partition, the second not included. */
  private record Stretch(long from, long end, Content content) {

    Stretch looked(TopicPartition partition, Peek peek) {
      boolean found = peek.findsARecord(partition, from, end);
      return new Stretch(from, end, found ? Content.RECORDS : Content.NOTHING);
    }
  }

  /** As one sees them who waits for the end of transactions. */
  private Map<TopicPartition, Long> offsets(Set<TopicPartition> of, OffsetSpec spec)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    admin
        .listOffsets(
            of.stream().collect(Collectors.toMap(partition -> partition, _ -> spec)),
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private Map<TopicPartition, OffsetAndMetadata> committed()
      throws InterruptedException, ExecutionException, TimeoutException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    probing.close();
  }
}
