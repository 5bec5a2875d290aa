package dev.swarmworker.intake;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Commits how far each partition is done, every so often, when a partition is taken away, and at
 * the end. A commit that is refused, as during a rebalance, or that fails is due again the next
 * time, whether or not anything else happens in its partition. Of the consumer's thread alone.
 */
final class OffsetCommits {

  private static final Logger LOG = Logger.getLogger(OffsetCommits.class);

  /** For the last word on a partition: what is not committed then comes again. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Consumer<?, ?> consumer;
  private final Partitions partitions;
  private final LongSupplier ticker;
  private final Refusals refusals;
  private final long interval;
  private long last;
  private boolean isUnderWay;

  /**
   * @param interval between two commits
   * @param ticker nanoseconds, growing
   */
  OffsetCommits(
      Consumer<?, ?> consumer, Partitions partitions, Duration interval, LongSupplier ticker) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.ticker = ticker;
    this.refusals = new Refusals(ticker);
    this.interval = interval.toNanos();
    this.last = ticker.getAsLong();
  }

  /** How long until {@link #soon} has something to do; not below zero. */
  Duration untilNext() {
    return Duration.ofNanos(Math.max(0, interval - (ticker.getAsLong() - last)));
  }

  /**
   * Asks for a commit where it is time, unless one was asked for and has no answer yet; that comes
   * in a later poll.
   */
  void soon() {
    long now = ticker.getAsLong();
    if (now - last < interval) {
      return;
    }
    last = now;
    Map<TopicPartition, OffsetAndMetadata> due = partitions.due();
    if (!isUnderWay && !due.isEmpty()) {
      isUnderWay = true;
      consumer.commitAsync(due, (_, failure) -> over(due, failure));
    }
  }

  private void over(Map<TopicPartition, OffsetAndMetadata> due, @Nullable Throwable failure) {
    isUnderWay = false;
    if (failure == null) {
      partitions.committed(due);
      refusals.over();
    } else {
      refusals.another(failure);
    }
  }

  /**
   * Commits at once what is not this worker's any more; of what was lost without notice, and so is
   * another's already, the broker refuses it.
   */
  void now(Map<TopicPartition, OffsetAndMetadata> due) {
    if (due.isEmpty()) {
      return;
    }
    try {
      try {
        consumer.commitSync(due, PATIENCE);
      } catch (WakeupException e) { // it was meant for a poll
        consumer.commitSync(due, PATIENCE);
      }
    } catch (KafkaException e) {
      LOG.infof("%s not committed, so some tasks come again: %s", due.keySet(), e);
    }
  }
}
