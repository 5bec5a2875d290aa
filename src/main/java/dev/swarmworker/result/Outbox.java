package dev.swarmworker.result;

import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A topic written record by record, each awaited. Thread-safe. The outgoing metadata is made here
 * and nowhere taken from an incoming record, whose headers could redirect it.
 */
public final class Outbox {

  private static final Logger LOG = Logger.getLogger(Outbox.class);
  private static final long PAUSE_MILLIS = 500;

  private final Emitter<byte[]> channel;
  private final Writability writability;
  private final InstantSource clock;

  /**
   * @param channel with an unbounded buffer: senders wait for each record, so there are never more
   *     in it than the dispatcher has places
   * @param writability is told of writes that fail
   * @param clock gives records their time, by which the broker deletes them
   */
  public Outbox(Emitter<byte[]> channel, Writability writability, InstantSource clock) {
    this.clock = clock;
    this.channel = channel;
    this.writability = writability;
  }

  /**
   * Sends a record until every in-sync replica has it. While the broker refuses or is away it tries
   * again and again.
   *
   * @param key of the type that the channel's serializer takes
   * @param what the record is, for the log
   * @return false where the topic's limit does not let it in: then another attempt is of no use
   *     until somebody raises that limit
   * @throws InterruptedException the caller gave up; the record may be there or not
   */
  public boolean send(@Nullable Object key, byte @Nullable [] value, Headers headers, String what)
      throws InterruptedException {
    try {
      return sendUntilWritten(key, value, headers, what);
    } finally {
      writability.over(this);
    }
  }

  private boolean sendUntilWritten(
      @Nullable Object key, byte @Nullable [] value, Headers headers, String what)
      throws InterruptedException {
    while (true) {
      try {
        sent(key, value, headers).get();
        return true;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RecordTooLargeException) {
          LOG.errorf("%s is too large for its topic: raise its max.message.bytes", what);
          return false;
        }
        writability.failed(this);
        LOG.warnf("%s is not written yet, trying again: %s", what, e.getCause());
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private CompletableFuture<Void> sent(
      @Nullable Object key, byte @Nullable [] value, Headers headers) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    channel.send(
        Message.of(value)
            .addMetadata(
                OutgoingKafkaRecordMetadata.builder()
                    .withKey(key)
                    .withHeaders(headers)
                    .withTimestamp(clock.instant())
                    .build())
            .withAck(
                () -> {
                  acknowledged.complete(null);
                  return CompletableFuture.completedFuture(null);
                })
            .withNack(
                failure -> {
                  acknowledged.completeExceptionally(failure);
                  return CompletableFuture.completedFuture(null);
                }));
    return acknowledged;
  }
}
