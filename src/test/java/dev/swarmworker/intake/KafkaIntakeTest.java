package dev.swarmworker.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.dispatch.Permits;
import dev.swarmworker.loop.Carrier;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class KafkaIntakeTest {

  private final Dispatcher dispatcher =
      new Dispatcher(1, new Permits(1, Duration.ZERO, System::nanoTime), Carrier.ofJvm());
  private final CountDownLatch reached = new CountDownLatch(1);

  @Test
  void errorOnATasksThread_breaksTheIntake_andFreesThePlace() throws InterruptedException {
    KafkaIntake intake = intakeOf(new FatalRecord(reached));
    assertThat(intake.isBroken()).isFalse();

    intake.start();
    intake.open();

    reached.await();
    await().until(intake::isBroken);
    await().until(() -> dispatcher.snapshot().inFlight() == 0);
  }

  @Test
  void startedIntake_takesNothingInBeforeItIsOpened() {
    KafkaIntake intake = intakeOf(new FatalRecord(reached));
    intake.start();
    assertThat(intake.isOpen()).isFalse();
    assertThat(reached.getCount()).isEqualTo(1);

    intake.open();

    await().until(() -> reached.getCount() == 0);
  }

  @Test
  void intakePausedBeforeItIsOpened_takesNothingIn() {
    KafkaIntake intake = intakeOf(new FatalRecord(reached));
    intake.start();

    intake.pause();
    intake.open();

    assertThat(intake.isOpen()).isFalse();
    assertThat(reached.getCount()).isEqualTo(1);
  }

  private KafkaIntake intakeOf(ConsumerRecord<byte[], byte[]> record) {
    Message<byte[]> message =
        Message.of(new byte[0]).addMetadata(new IncomingKafkaRecordMetadata<>(record, "tasks"));
    Deliveries deliveries = new Deliveries(new Partitions(), null);
    return new KafkaIntake(
        Multi.createFrom().item(message), new Bounds(), dispatcher, null, deliveries);
  }

  /** Stands for whatever lets a thread die: memory used up, a class that is not there. */
  private static final class FatalRecord extends ConsumerRecord<byte[], byte[]> {

    private final CountDownLatch reached;

    FatalRecord(CountDownLatch reached) {
      super("tasks", 0, 0, "key".getBytes(UTF_8), "value".getBytes(UTF_8));
      this.reached = reached;
    }

    @Override
    public byte[] value() {
      reached.countDown();
      throw new NoClassDefFoundError("as if");
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
