package dev.swarmworker.intake;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.kafka.KafkaClients;
import dev.swarmworker.log.Present;
import dev.swarmworker.worker.Intake;
import dev.swarmworker.worker.Processor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.jboss.logging.Logger;

/**
 * Messages from Kafka, each to a virtual thread of its own, as many at once as there are places.
 */
@Singleton
final class KafkaIntake implements Intake {

  private static final Logger LOG = Logger.getLogger(KafkaIntake.class);

  private static final long SECONDS_AFTER_AN_ERROR = 5;

  private final Dispatcher dispatcher;
  private final Processor processor;
  private final TaskDecoder decoder;
  private final Arrivals arrivals;
  private final TaskReader reader;
  private volatile boolean broken;

  @Inject
  KafkaIntake(
      KafkaClients clients,
      ChannelsConfig channels,
      IntakeConfig config,
      Dispatcher dispatcher,
      Processor processor,
      Partitions partitions,
      DeadLetters deadLetters) {
    this(
        clients.consumer(channels.group()),
        clients.commitInterval(),
        channels.topics().tasks(),
        config,
        dispatcher,
        processor,
        partitions,
        deadLetters);
  }

  KafkaIntake(
      Consumer<byte[], byte[]> consumer,
      Duration commitInterval,
      String topic,
      IntakeConfig config,
      Dispatcher dispatcher,
      Processor processor,
      Partitions partitions,
      DeadLetters deadLetters) {
    this.dispatcher = dispatcher;
    this.processor = processor;
    this.decoder = new TaskDecoder(Math.toIntExact(config.maxBytes().asLongValue()));
    this.arrivals = new Arrivals(dispatcher.places(), config.maxBytesInFlight().asLongValue());
    this.reader =
        new TaskReader(
            consumer,
            topic,
            partitions,
            new OffsetCommits(consumer, partitions, commitInterval, System::nanoTime),
            arrivals,
            deadLetters,
            this::handOver);
  }

  @Override
  public void open() {
    if (arrivals.open()) {
      reader.start();
    }
  }

  @Override
  public void pause() {
    arrivals.close();
  }

  @Override
  public void close() {
    reader.close();
  }

  @Override
  public boolean isOpen() {
    return arrivals.isOpen();
  }

  @Override
  public boolean isBroken() {
    return broken || reader.isBroken();
  }

  /** Gives a thread to each that has come and finds a place, on whatever thread has noticed. */
  private void handOver() {
    KafkaDelivery next = arrivals.next();
    while (next != null) {
      KafkaDelivery delivery = next;
      dispatcher.start(delivery.place().toString(), () -> handle(delivery), () -> over(delivery));
      next = arrivals.next();
    }
    if (arrivals.areWanted()) {
      reader.wake();
    }
  }

  private void handle(KafkaDelivery delivery) {
    try {
      Decoded decoded = decoder.decode(delivery.value());
      new Present(delivery.place(), decoded.taskId(), delivery::traceparent)
          .during(() -> untilHandled(decoded, delivery));
    } catch (InterruptedException e) {
      LOG.debugf("%s is left to others", delivery.place());
    } catch (RuntimeException | Error e) {
      // Nobody will acknowledge it now, and nobody can say what state this process is in.
      broken = true;
      throw e;
    }
  }

  private void untilHandled(Decoded decoded, KafkaDelivery delivery) throws InterruptedException {
    while (delivery.isCurrent() && !handled(decoded, delivery)) {
      TimeUnit.SECONDS.sleep(SECONDS_AFTER_AN_ERROR);
    }
  }

  /** Whether it came to its end; not so after an error that nobody foresaw. */
  private boolean handled(Decoded decoded, KafkaDelivery delivery) throws InterruptedException {
    try {
      switch (decoded) {
        case Decoded.Valid valid -> processor.process(valid.task(), delivery);
        case Decoded.Invalid invalid ->
            processor.reject(invalid.id().orElse(null), invalid.failure(), delivery);
      }
      return true;
    } catch (RuntimeException e) {
      // Dropped, it would hold back its partition's offset for ever: so it is tried again.
      LOG.errorf(e, "%s met an unexpected error and will be tried again", delivery.place());
      return false;
    }
  }

  private void over(KafkaDelivery delivery) {
    arrivals.over(delivery);
    handOver();
  }
}
