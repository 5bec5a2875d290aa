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
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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
  private final Partitions partitions;
  private final Refusals refusals;
  private final Repeating timer = new Repeating("offset-commits");
  private final AtomicBoolean isUnderWay = new AtomicBoolean();

  OffsetCommits(KafkaConsumer<?, ?> consumer, Partitions partitions, Refusals refusals) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.refusals = refusals;
  }

  /** What the channel's {@code commit-strategy} names. */
  @Singleton
  @Identifier("outcomes") static final class Factory implements KafkaCommitHandler.Factory {

    private final Partitions partitions;

    Factory(Partitions partitions) {
      this.partitions = partitions;
    }

    @Override
    public KafkaCommitHandler create(
        KafkaConnectorIncomingConfiguration config,
        Vertx vertx,
        KafkaConsumer<?, ?> consumer,
        BiConsumer<Throwable, Boolean> reportFailure) {
      OffsetCommits commits =
          new OffsetCommits(consumer, partitions, new Refusals(System::nanoTime));
      int interval =
          config.config().getValue(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, Integer.class);
      commits.timer.start(Duration.ofMillis(interval), commits::commitSoon);
      return commits;
    }
  }

  @Override
  public void partitionsAssigned(Collection<TopicPartition> assigned) {
    partitions.assigned(assigned, consumer.unwrap().groupMetadata().generationId());
  }

  @Override
  public <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> record) {
    partitions.received(
        partitionOf(record), record.getOffset(), record.getConsumerGroupGenerationId(), record);
    return Uni.createFrom().item(record);
  }

  @Override
  public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
    partitions.done(partitionOf(record), record.getOffset(), record);
    return Uni.createFrom().voidItem();
  }

  private static TopicPartition partitionOf(IncomingKafkaRecord<?, ?> record) {
    return new TopicPartition(record.getTopic(), record.getPartition());
  }

  /** Asks the polling thread to commit, unless it was asked before and has no answer yet. */
  void commitSoon() {
    if (isUnderWay.compareAndSet(false, true)) {
      consumer
          .runOnPollingThread(this::commit)
          .subscribe()
          .with(_ -> {}, failure -> over(Map.of(), failure));
    }
  }

  /** On the polling thread, which hears of the answer in a later poll. */
  private void commit(Consumer<?, ?> polled) {
    Map<TopicPartition, OffsetAndMetadata> due = partitions.due();
    if (due.isEmpty()) {
      isUnderWay.set(false);
    } else {
      polled.commitAsync(due, (_, failure) -> over(due, failure));
    }
  }

  private void over(Map<TopicPartition, OffsetAndMetadata> due, @Nullable Throwable failure) {
    if (failure == null) {
      partitions.committed(due);
      refusals.over();
    } else {
      refusals.another(failure);
    }
    isUnderWay.set(false);
  }

  @Override
  public void partitionsRevoked(Collection<TopicPartition> revoked) {
    commitNow(consumer.unwrap(), partitions.revoked(revoked));
  }

  @Override
  public void terminate(boolean graceful) {
    timer.close();
    consumer.runOnPollingThread(this::commitAll).await().atMost(PATIENCE.plus(PATIENCE));
  }

  private void commitAll(Consumer<?, ?> polled) {
    commitNow(polled, partitions.allRevoked());
  }

  /** Those lost without notice are another's already: then the broker refuses. */
  private static void commitNow(Consumer<?, ?> polled, Map<TopicPartition, OffsetAndMetadata> due) {
    if (due.isEmpty()) {
      return;
    }
    try {
      polled.commitSync(due, PATIENCE);
    } catch (KafkaException e) {
      LOG.infof("%s not committed, so some tasks come again: %s", due.keySet(), e);
    }
  }
}
