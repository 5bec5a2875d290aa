package dev.swarmworker.intake;

import dev.swarmworker.timer.Repeating;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits how far each partition is done, every {@code auto.commit.interval.ms}, when a partition
 * is taken away, and at the end. A commit that is refused, as during a rebalance, or that fails is
 * due again the next time, whether or not anything else happens in its partition. Thread-safe.
 */
final class OffsetCommits implements KafkaCommitHandler {

  private static final Logger LOG = Logger.getLogger(OffsetCommits.class);

  /** For the last word on a partition: what is not committed then comes again. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaConsumer<?, ?> consumer;
  private final Map<TopicPartition, Progress> partitions = new HashMap<>();
  private final Repeating timer = new Repeating("offset-commits");
  private final AtomicBoolean isUnderWay = new AtomicBoolean();

  OffsetCommits(KafkaConsumer<?, ?> consumer) {
    this.consumer = consumer;
  }

  /** What the channel's {@code commit-strategy} names. */
  @Singleton
  @Identifier("outcomes") static final class Factory implements KafkaCommitHandler.Factory {

    @Override
    public KafkaCommitHandler create(
        KafkaConnectorIncomingConfiguration config,
        Vertx vertx,
        KafkaConsumer<?, ?> consumer,
        BiConsumer<Throwable, Boolean> reportFailure) {
      OffsetCommits commits = new OffsetCommits(consumer);
      commits.timer.start(
          Duration.ofMillis(
              config
                  .config()
                  .getValue(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, Integer.class)),
          commits::commitSoon);
      return commits;
    }
  }

  @Override
  public void partitionsAssigned(Collection<TopicPartition> assigned) {
    int generation = consumer.unwrap().groupMetadata().generationId();
    synchronized (partitions) {
      assigned.forEach(partition -> partitions.put(partition, new Progress(generation)));
    }
  }

  @Override
  public <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> record) {
    synchronized (partitions) {
      Progress progress = partitions.get(partitionOf(record));
      if (progress != null) {
        progress.received(record.getOffset(), record.getConsumerGroupGenerationId());
      }
    }
    return Uni.createFrom().item(record);
  }

  @Override
  public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
    synchronized (partitions) {
      Progress progress = partitions.get(partitionOf(record));
      if (progress != null) { // otherwise it is another's by now, and comes again there
        progress.done(record.getOffset());
      }
    }
    return Uni.createFrom().voidItem();
  }

  private static TopicPartition partitionOf(IncomingKafkaRecord<?, ?> record) {
    return new TopicPartition(record.getTopic(), record.getPartition());
  }

  private void commitSoon() {
    if (isUnderWay.compareAndSet(false, true)) {
      consumer
          .runOnPollingThread(this::commit)
          .subscribe()
          .with(_ -> {}, failure -> over(Map.of(), failure));
    }
  }

  /** On the polling thread, which hears of the answer in a later poll. */
  private void commit(Consumer<?, ?> polled) {
    Map<TopicPartition, OffsetAndMetadata> due = due();
    if (due.isEmpty()) {
      isUnderWay.set(false);
    } else {
      polled.commitAsync(due, (_, failure) -> over(due, failure));
    }
  }

  private void over(Map<TopicPartition, OffsetAndMetadata> due, @Nullable Throwable failure) {
    if (failure == null) {
      committed(due);
    } else {
      LOG.debugf("%s not committed, will be tried again: %s", due, failure);
    }
    isUnderWay.set(false);
  }

  @Override
  public void partitionsRevoked(Collection<TopicPartition> revoked) {
    Map<TopicPartition, OffsetAndMetadata> due;
    synchronized (partitions) {
      due = due();
      due.keySet().retainAll(revoked);
      partitions.keySet().removeAll(revoked);
    }
    commitNow(consumer.unwrap(), due);
  }

  @Override
  public void terminate(boolean graceful) {
    timer.close();
    consumer.runOnPollingThread(this::commitAll).await().atMost(PATIENCE.plus(PATIENCE));
  }

  private void commitAll(Consumer<?, ?> polled) {
    commitNow(polled, due());
  }

  /** Those lost without notice are another's already: then the broker refuses. */
  private static void commitNow(Consumer<?, ?> polled, Map<TopicPartition, OffsetAndMetadata> due) {
    if (due.isEmpty()) {
      return;
    }
    try {
      polled.commitSync(due, PATIENCE);
    } catch (CommitFailedException | ApiException e) {
      LOG.infof("%s not committed, so some tasks come again: %s", due.keySet(), e);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> due() {
    Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
    synchronized (partitions) {
      partitions.forEach(
          (partition, progress) ->
              progress
                  .due()
                  .ifPresent(offset -> due.put(partition, new OffsetAndMetadata(offset))));
    }
    return due;
  }

  private void committed(Map<TopicPartition, OffsetAndMetadata> taken) {
    synchronized (partitions) {
      taken.forEach(
          (partition, offset) -> {
            Progress progress = partitions.get(partition);
            if (progress != null) {
              progress.committed(offset.offset());
            }
          });
    }
  }
}
