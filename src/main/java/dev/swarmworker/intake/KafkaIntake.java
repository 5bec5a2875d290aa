package dev.swarmworker.intake;

import dev.swarmworker.dispatch.Dispatcher;
import dev.swarmworker.log.Present;
import dev.swarmworker.worker.Intake;
import dev.swarmworker.worker.Processor;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Messages from Kafka, each to a virtual thread of its own. Asks for no more than there are places;
 * where none are asked for, the connector pauses its partitions.
 */
@Singleton
final class KafkaIntake implements Intake, Flow.Subscriber<Message<byte[]>> {

  private static final Logger LOG = Logger.getLogger(KafkaIntake.class);

  private static final long SECONDS_AFTER_AN_ERROR = 5;

  private final Multi<Message<byte[]>> messages;
  private final Dispatcher dispatcher;
  private final Processor processor;
  private final TaskDecoder decoder;
  private final Window window;
  private final Deliveries deliveries;
  private volatile boolean open;
  private volatile boolean broken;
  private volatile Flow.@Nullable Subscription subscription;

  KafkaIntake(
      @Channel("tasks") Multi<Message<byte[]>> messages,
      IntakeConfig config,
      Dispatcher dispatcher,
      Processor processor,
      Deliveries deliveries) {
    this.messages = messages;
    this.dispatcher = dispatcher;
    this.processor = processor;
    this.decoder = new TaskDecoder(Math.toIntExact(config.maxBytes().asLongValue()));
    this.window =
        new Window(
            dispatcher.places(),
            config.maxBytesInFlight().asLongValue(),
            config.maxBytes().asLongValue());
    this.deliveries = deliveries;
  }

  @Override
  public void start() {
    messages.subscribe().withSubscriber(this);
  }

  @Override
  public void open() {
    open = true;
    askForMore();
  }

  @Override
  public void pause() {
    window.close();
  }

  @Override
  public boolean isOpen() {
    return open && window.isOpen();
  }

  @Override
  public boolean isBroken() {
    return broken;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    askForMore();
  }

  @Override
  public void onNext(Message<byte[]> message) {
    KafkaDelivery delivery = deliveries.of(message);
    window.came(delivery.size());
    askForMore(); // a small message leaves room for another
    dispatcher.start(delivery.place().toString(), () -> handle(delivery), () -> over(delivery));
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
    window.over(delivery.size());
    askForMore();
  }

  private void askForMore() {
    Flow.Subscription current = subscription;
    int more = open && current != null ? window.ask() : 0;
    if (current != null && more > 0) {
      current.request(more);
    }
  }

  @Override
  public void onError(Throwable failure) {
    broken = true;
    LOG.error("the tasks topic can be read no more", failure);
  }

  @Override
  public void onComplete() {
    LOG.info("the tasks topic is closed");
  }
}
