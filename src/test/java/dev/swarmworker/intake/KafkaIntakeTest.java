package dev.swarmworker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.loop.Carrier;
import dev.swarmworker.task.Failure;
import dev.swarmworker.task.Task;
import dev.swarmworker.task.TaskId;
import dev.swarmworker.worker.Delivery;
import dev.swarmworker.worker.Processor;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On Kafka's own double of a consumer; on a real broker: MainPathTest, CommitsIT and others. */
class KafkaIntakeTest {

  private static final TopicPartition PARTITION = new TopicPartition("tasks", 0);
  private static final int PLACES = 2;

  private final Dispatcher dispatcher =
      new Dispatcher(PLACES, new Permits(1, Duration.ZERO, System::nanoTime), Carrier.ofJvm());
  private final Consumer consumer = new Consumer();
  private final Held processor = new Held();
  private final KafkaIntake intake =
      new KafkaIntake(
          consumer,
          Duration.ofMillis(10),
          "tasks",
          new Bounds(),
          dispatcher,
          processor,
          new Partitions(),
          null);

  @AfterEach
  void close() {
    processor.letGo.countDown();
    intake.close();
  }

  @Test
  void errorOnATasksThread_breaksTheIntake_andFreesThePlace() {
    processor.error = new NoClassDefFoundError("as if");
    processor.letGo.countDown();
    given(1);
    assertThat(intake.isBroken()).isFalse();

    intake.open();

    await().until(intake::isBroken);
    await().until(() -> dispatcher.snapshot().inFlight() == 0);
  }

  @Test
  void intakeThatIsNotOpened_takesNothingIn_andIsInNoGroup() {
    given(1);
    assertThat(intake.isOpen()).isFalse();
    assertThat(consumer.subscription()).isEmpty();

    intake.open();

    await().until(() -> processor.taken.get() == 1);
  }

  @Test
  void intakePausedBeforeItIsOpened_takesNothingIn() {
    given(1);

    intake.pause();
    intake.open();
    intake.close();

    assertThat(intake.isOpen()).isFalse();
    assertThat(consumer.closed()).isTrue();
    assertThat(processor.taken).hasValue(0);
  }

  @Test
  void recordsBeyondThePlaces_wait_andCome_oneForEachThatEnds() {
    given(500);
    intake.open();
    await().until(() -> processor.taken.get() == PLACES);
    assertThat(intake.isOpen()).isFalse();
    await().until(() -> consumer.paused().contains(PARTITION));

    processor.letGo.countDown();

    await().until(() -> processor.taken.get() == 500);
    await().untilAsserted(() -> assertThat(committed()).isEqualTo(500));
    assertThat(intake.isOpen()).isTrue();
    assertThat(intake.isBroken()).isFalse();
  }

  @Test
  void closedIntake_hasCommittedWhatIsAcknowledged_alone() {
    given(PLACES + 1);
    processor.letGo.countDown();
    intake.open();
    await().until(() -> processor.taken.get() == PLACES + 1);
    await().until(() -> dispatcher.snapshot().inFlight() == 0);

    intake.close();

    assertThat(consumer.closed()).isTrue();
    assertThat(committed()).isEqualTo(PLACES + 1);
  }

  @Test
  void brokerThatRefuses_isAskedAgain() {
    consumer.schedulePollTask(
        () -> consumer.setPollException(new TopicAuthorizationException("tasks")));
    given(1);
    intake.open();
    assertThat(intake.isBroken()).isFalse();

    await().atMost(Duration.ofSeconds(20)).until(() -> processor.taken.get() == 1);
  }

  @Test
  void anotherOfItsName_breaksTheIntake() {
    KafkaException fenced = new FencedInstanceIdException("as if");
    consumer.schedulePollTask(() -> consumer.setPollException(fenced));

    intake.open();

    await().until(intake::isBroken);
  }

  /** So many tasks are there to be read. */
  private void given(int tasks) {
    consumer.schedulePollTask(
        () -> {
          consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
          consumer.rebalance(List.of(PARTITION));
          for (int i = 0; i < tasks; i++) {
            byte[] value = "{\"id\":\"t%d\",\"type\":\"coder\"}".formatted(i).getBytes(UTF_8);
            consumer.addRecord(Records.of(i, value));
          }
        });
  }

  private long committed() {
    return consumer.committed.getOrDefault(PARTITION, new OffsetAndMetadata(0)).offset();
  }

  /** Remembers what was committed beyond its end. */
  private static final class Consumer extends MockConsumer<byte[], byte[]> {

    private final Map<TopicPartition, OffsetAndMetadata> committed = new ConcurrentHashMap<>();

    Consumer() {
      super("earliest");
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      super.commitAsync(offsets, callback);
      committed.putAll(offsets);
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      super.commitSync(offsets, timeout);
      committed.putAll(offsets);
    }
  }

  /** Keeps each task until it is let go, and acknowledges it. */
  private static final class Held implements Processor {

    private final AtomicInteger taken = new AtomicInteger();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile @Nullable Error error;

    @Override
    public void process(Task task, Delivery delivery) throws InterruptedException {
      end(delivery);
    }

    @Override
    public void reject(@Nullable TaskId id, Failure failure, Delivery delivery)
        throws InterruptedException {
      end(delivery);
    }

    private void end(Delivery delivery) throws InterruptedException {
      taken.incrementAndGet();
      letGo.await();
      if (error != null) {
        throw error;
      }
      delivery.acknowledge();
    }
  }

  private static final class Bounds implements IntakeConfig {

    @Override
    public MemorySize maxBytes() {
      return new MemorySize(BigInteger.valueOf(1 << 20));
    }

    @Override
    public MemorySize maxBytesInFlight() {
      return maxBytes();
    }
  }
}
