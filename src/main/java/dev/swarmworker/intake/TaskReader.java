package dev.swarmworker.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * The thread that owns the consumer: reads while {@link Arrivals} wants more, commits, and keeps
 * the membership whatever the tasks do. While no more is wanted, the partitions are paused.
 */
final class TaskReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TaskReader.class);

  /** While paused: between two looks at what the group does. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(5);
  private static final Duration FOR_LEAVING = Duration.ofSeconds(2);
  private static final Duration FOR_THE_LAST_WORDS = Duration.ofSeconds(15);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Partitions partitions;
  private final OffsetCommits commits;
  private final Arrivals arrivals;
  private final DeadLetters deadLetters;
  private final Runnable arrived;
  private final Thread thread = Thread.ofPlatform().name("tasks-reader").unstarted(this::run);
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean resting = new AtomicBoolean();
  private boolean paused;
  private volatile boolean broken;
  private volatile boolean closing;

  /**
   * @param consumer from now on this object's
   * @param arrived is told on this object's thread that there are new arrivals
   */
  TaskReader(
      Consumer<byte[], byte[]> consumer,
      String topic,
      Partitions partitions,
      OffsetCommits commits,
      Arrivals arrivals,
      DeadLetters deadLetters,
      Runnable arrived) {
    this.consumer = consumer;
    this.topic = topic;
    this.partitions = partitions;
    this.commits = commits;
    this.arrivals = arrivals;
    this.deadLetters = deadLetters;
    this.arrived = arrived;
  }

  /** Joins the group, unless it was closed before. Once. */
  void start() {
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  /** More is wanted; from any thread. */
  void wake() {
    if (resting.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  /** Whether it reads no more, and never will. */
  boolean isBroken() {
    return broken;
  }

  /** Commits what is done, and leaves the group. */
  @Override
  public void close() {
    closing = true;
    if (started.compareAndSet(false, true)) {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
      return;
    }
    if (thread.getState() == Thread.State.NEW) {
      return; // closed before
    }
    consumer.wakeup();
    LockSupport.unpark(thread);
    try {
      if (!thread.join(FOR_THE_LAST_WORDS)) {
        LOG.warn("the tasks topic is left without the last commit");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(List.of(topic), new Rebalances());
      while (!closing) {
        turn();
      }
      commits.now(partitions.allRevoked());
      consumer.close(CloseOptions.timeout(FOR_LEAVING));
    } catch (RuntimeException | Error e) {
      broken = true;
      LOG.errorf(e, "the tasks topic can be read no more%s", hint(e));
    }
  }

  /** Kafka's client takes the first bytes of an alert of TLS for the size of an answer. */
  private static String hint(Throwable e) {
    return e instanceof OutOfMemoryError
        ? "; a broker's TLS port spoken to without TLS looks like this: kafka.security.protocol"
        : "";
  }

  private void turn() {
    try {
      if (arrivals.areWanted()) {
        resume();
        take(consumer.poll(commits.untilNext()));
      } else {
        pause();
        take(consumer.poll(Duration.ZERO));
        restUntilWanted();
      }
      commits.soon();
    } catch (WakeupException e) {
      LOG.debug("woken to be closed");
    } catch (FencedInstanceIdException e) {
      throw e; // another worker has this one's group.instance.id
    } catch (KafkaException e) {
      LOG.warnf("no tasks can be read, trying again: %s", e);
      rest(AFTER_AN_ERROR);
    }
  }

  private void resume() {
    if (paused) {
      paused = false;
      consumer.resume(consumer.paused());
    }
  }

  private void pause() {
    if (!paused) {
      paused = true;
      consumer.pause(consumer.assignment());
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return;
    }
    List<KafkaDelivery> read = new ArrayList<>(records.count());
    for (TopicPartition partition : records.partitions()) {
      Progress progress = partitions.of(partition);
      if (progress != null) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          progress.received(record.offset(), record);
          read.add(new KafkaDelivery(record, progress, deadLetters));
        }
      }
    }
    arrivals.add(read);
    arrived.run();
  }

  /** Whoever takes out the last but a few arrivals ends it: {@link #wake}. */
  private void restUntilWanted() {
    resting.set(true);
    if (!arrivals.areWanted()) {
      rest(PAUSE);
    }
    resting.set(false);
  }

  private void rest(Duration time) {
    if (!closing) {
      LockSupport.parkNanos(this, time.toNanos());
    }
  }

  private final class Rebalances implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      partitions.assigned(assigned);
      if (paused) {
        consumer.pause(assigned);
      }
    }

    /** Also of those that were lost. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      commits.now(partitions.revoked(revoked));
    }
  }
}
