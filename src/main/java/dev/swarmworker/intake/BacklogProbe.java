package dev.swarmworker.intake;

import dev.swarmworker.worker.Backlog;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("backlog-probe").factory());
  private volatile Look latest = new Look(false, 0);

  BacklogProbe(
      Admin admin,
      @Identifier("tasks") Partitions partitions,
      @ConfigProperty(name = "swarm.group") String group) {
    this.admin = admin;
    this.partitions = partitions;
    this.group = group;
  }

  void start(@Observes StartupEvent event) {
    var _ = timer.scheduleWithFixedDelay(this::probe, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Look latest() {
    return latest;
  }

  private void probe() {
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
    Map<TopicPartition, OffsetSpec> latestOffsets = new HashMap<>();
    next.keySet().forEach(partition -> latestOffsets.put(partition, OffsetSpec.latest()));
    var ends =
        admin.listOffsets(latestOffsets).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    Map<TopicPartition, OffsetAndMetadata> committed =
        next.values().stream().allMatch(OptionalLong::isPresent) ? Map.of() : committed();
    long count = 0;
    for (var each : next.entrySet()) {
      OffsetAndMetadata done = committed.get(each.getKey());
      long from = each.getValue().orElse(done == null ? 0 : done.offset());
      var end = ends.get(each.getKey());
      count += end == null ? 0 : Math.max(0, end.offset() - from);
    }
    return count;
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
    timer.shutdownNow();
  }
}
