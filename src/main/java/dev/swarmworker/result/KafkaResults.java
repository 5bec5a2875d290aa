package dev.swarmworker.result;

import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/** Results to Kafka, keyed by task id. */
@Singleton
final class KafkaResults implements Results {

  private final Outbox outbox;

  KafkaResults(
      @Channel("results") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          Emitter<byte[]> results) {
    this.outbox = new Outbox(results);
  }

  @Override
  public byte[] encode(Result result) {
    return ResultJson.encode(result);
  }

  @Override
  public FailedBefore failureIn(byte[] json) {
    return ResultJson.failureIn(json);
  }

  @Override
  public void publish(TaskId id, Status status, byte[] json, @Nullable String traceparent)
      throws InterruptedException {
    outbox.send(id.value(), json, headers(status, traceparent), "the result of task " + id);
  }

  private static Headers headers(Status status, @Nullable String traceparent) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("swarm-status", status.wireName().getBytes(StandardCharsets.UTF_8));
    if (traceparent != null) {
      headers.add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
    }
    return headers;
  }
}
