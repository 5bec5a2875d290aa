package dev.swarmworker.result;

import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A topic written record by record, each awaited. Thread-safe. */
public final class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class);
  private static final long PAUSE_MILLIS = 500;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Writability writability;
  private final InstantSource clock;

  /**
   * @param producer of records that are on every in-sync replica
   * @param writability is told of writes that fail
   * @param clock gives records their time, by which the broker deletes them
   */
  public Outbox(
      Producer<byte[], byte[]> producer,
      String topic,
      Writability writability,
      InstantSource clock) {
    this.clock = clock;
    this.producer = producer;
    this.topic = topic;
    this.writability = writability;
  }

  /**
   * Sends a record until every in-sync replica has it. While the broker refuses or is away it tries
   * again and again.
   *
   * @param what the record is, for the log
   * @return false where the topic's limit does not let it in: then another attempt is of no use
   *     until somebody raises that limit
   * @throws InterruptedException the caller gave up; the record may be there or not
   */
  public boolean send(byte @Nullable [] key, byte @Nullable [] value, Headers headers, String what)
      throws InterruptedException {
    try {
      return sendUntilWritten(key, value, headers, what);
    } finally {
      writability.over(this);
    }
  }

  private boolean sendUntilWritten(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers, String what)
      throws InterruptedException {
    while (true) {
      Throwable failure = failure(key, value, headers);
      if (failure == null) {
        return true;
      }
      if (failure instanceof RecordTooLargeException) {
        LOG.errorf("%s is too large for its topic: raise its max.message.bytes", what);
        return false;
      }
      writability.failed(this);
      LOG.warnf("%s is not written yet, trying again: %s", what, failure);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Why a record is not written; null where it is. */
  private @Nullable Throwable failure(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers) throws InterruptedException {
    try {
      var _ =
          producer
              .send(new ProducerRecord<>(topic, null, clock.millis(), key, value, headers))
              .get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptException e) {
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException | IllegalStateException e) { // a producer that is closed, or done for
      return e;
    }
  }
}
