package dev.swarmworker.intake;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records of a topic {@code tasks}, as a consumer gives them. */
final class Records {

  private Records() {}

  static ConsumerRecord<byte[], byte[]> of(long offset, byte[] value) {
    return new ConsumerRecord<>(
        "tasks",
        0,
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        value.length,
        new byte[0],
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
