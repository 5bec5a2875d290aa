package dev.swarmworker.result;

import dev.swarmworker.kafka.KafkaClients;
import dev.swarmworker.task.Result;
import dev.swarmworker.task.Status;
import dev.swarmworker.task.TaskId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Results to Kafka, keyed by task id. */
@Singleton
final class KafkaResults implements Results {

  private static final long SECONDS_FOR_OPERATORS = 10;

  /** Of a record, unless configured otherwise. */
  private static final int MAX_BYTES = 16 << 20;

  private final Outbox outbox;
  private final int maxBytes;
  private final TopicLimit limit;

  KafkaResults(
      KafkaClients clients,
      @ConfigProperty(name = "swarm.topics.results") String topic,
      ResultConfig config,
      TopicLimit limit,
      Writability writability,
      InstantSource clock) {
    this.outbox = new Outbox(clients.producer("results", MAX_BYTES), topic, writability, clock);
    this.maxBytes = config.maxBytes();
    this.limit = limit;
  }

  @Override
  public int maxBytes() {
    return Math.min(maxBytes, limit.bytes());
  }

  @Override
  public byte[] encode(Result result) {
    return ResultJson.encode(result);
  }

  @Override
  public Optional<FailedBefore> failureIn(byte[] json) {
    return ResultJson.failureIn(json);
  }

  @Override
  public void publish(TaskId id, Status status, byte[] json, @Nullable String traceparent)
      throws InterruptedException {
    Headers headers = headers(status, traceparent);
    byte[] key = id.value().getBytes(StandardCharsets.UTF_8);
    String what = "the result of task " + id;
    while (!outbox.send(key, json, headers, what)) {
      // Stored as it is and promised to be published as it is: it waits for the topic's operator.
      TimeUnit.SECONDS.sleep(SECONDS_FOR_OPERATORS);
    }
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
