package bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same work with Confluent's Parallel Consumer in its most parallel mode, as its README shows:
 * poll and produce, unordered. Claim and completion are a SET each over one shared connection, as
 * Lettuce's documentation advises.
 */
public final class ParallelConsumerMain {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] MINE = Long.toString(ProcessHandle.current().pid()).getBytes();
  private static final SetArgs CLAIM = SetArgs.Builder.nx().ex(15);
  private static final SetArgs KEEP = SetArgs.Builder.ex(3600);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI messages = URI.create(System.getenv("BENCH_UPSTREAM") + "/v1/messages");
  private final String results = System.getenv("BENCH_RESULTS");
  private final RedisCommands<String, byte[]> redis =
      RedisClient.create(System.getenv("BENCH_REDIS"))
          .connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))
          .sync();

  public static void main(String[] args) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    new ParallelConsumerMain().run();
  }

  private void run() {
    String kafka = System.getenv("BENCH_KAFKA");
    var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", kafka,
                "group.id", System.getenv("BENCH_GROUP"),
                "enable.auto.commit", false,
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "linger.ms", 1), // as the others
            new ByteArraySerializer(),
            new ByteArraySerializer());
    ParallelConsumerOptions<byte[], byte[]> options =
        ParallelConsumerOptions.<byte[], byte[]>builder()
            .ordering(ProcessingOrder.UNORDERED)
            .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
            .maxConcurrency(Integer.parseInt(System.getenv("BENCH_PERMITS")))
            .consumer(consumer)
            .producer(producer)
            .build();
    var processor = ParallelStreamProcessor.createEosStreamProcessor(options);
    processor.subscribe(List.of(System.getenv("BENCH_TASKS")));
    processor.pollAndProduceMany(context -> perform(context.getSingleConsumerRecord()));
  }

  private List<ProducerRecord<byte[], byte[]>> perform(ConsumerRecord<byte[], byte[]> record) {
    try {
      JsonNode task = JSON.readTree(record.value());
      String key = "task:" + task.path("id").asText();
      if (redis.set(key, MINE, CLAIM) == null && !Arrays.equals(redis.get(key), MINE)) {
        return List.of(); // somebody else's
      }
      byte[] result = result(task, call(task));
      redis.set(key, result, KEEP);
      return List.of(new ProducerRecord<>(results, record.key(), result));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode call(JsonNode task) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("model", "claude-sonnet-4-5");
    body.put("max_tokens", task.path("constraints").path("maxTokens").asInt());
    body.putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", task.path("objective").asText());
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(messages)
                .header("content-type", "application/json")
                .header("x-api-key", "not-a-key")
                .header("anthropic-version", "2023-06-01")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build(),
            BodyHandlers.ofByteArray());
    return JSON.readTree(answer.body());
  }

  private static byte[] result(JsonNode task, JsonNode answer) throws IOException {
    ObjectNode result = JSON.createObjectNode().put("taskId", task.path("id").asText());
    result.put("status", "completed");
    result.put("output", answer.path("content").path(0).path("text").asText());
    result.set("tokensUsed", answer.path("usage"));
    return JSON.writeValueAsBytes(result);
  }
}
