package dev.swarmworker.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The same work by hand, as the limit of what it can cost on these libraries: one thread polls, one
 * event loop does the rest. It keeps nothing safe: offsets are committed by the clock, a claim is a
 * plain SET, nothing is retried, bounded in time or told to anybody.
 */
final class FloorMain {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> ENV = System.getenv();
  private static final String TTL_SECONDS = "3600";

  private final KafkaProducer<byte[], byte[]> results =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", env("BENCH_KAFKA"), "linger.ms", 1), // as this worker
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final Semaphore permits = new Semaphore(Integer.parseInt(env("BENCH_PERMITS")));
  private final RequestOptions call;
  private final HttpClient http;
  private final RedisConnection redis;
  private final Context loop;

  private FloorMain(Vertx vertx, RedisConnection redis) {
    this.redis = redis;
    loop = vertx.getOrCreateContext();
    int connections = permits.availablePermits();
    http =
        vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(connections));
    call =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(URI.create(env("BENCH_UPSTREAM")) + "/v1/messages")
            .putHeader("content-type", "application/json")
            .putHeader("x-api-key", "not-a-key")
            .putHeader("anthropic-version", "2023-06-01");
  }

  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    RedisOptions options =
        new RedisOptions().setConnectionString(env("BENCH_REDIS")).setMaxWaitingHandlers(20_000);
    RedisConnection redis =
        Redis.createClient(vertx, options)
            .connect()
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    new FloorMain(vertx, redis).poll();
  }

  private void poll() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", env("BENCH_KAFKA"),
            "group.id", env("BENCH_GROUP"),
            "auto.offset.reset", "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(env("BENCH_TASKS")));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> task : consumer.poll(Duration.ofMillis(100))) {
          permits.acquireUninterruptibly();
          loop.runOnContext(now -> perform(task));
        }
      }
    }
  }

  private void perform(ConsumerRecord<byte[], byte[]> record) {
    JsonNode task = parse(record.value());
    String id = task.path("id").asText();
    claim(id)
        .compose(claimed -> call(task))
        .map(answer -> result(id, parse(answer.getBytes())))
        .compose(result -> complete(id, result).map(result))
        .onSuccess(result -> publish(record.key(), result))
        .onFailure(
            cause -> {
              permits.release();
              cause.printStackTrace();
            });
  }

  private Future<Response> claim(String id) {
    return redis.send(
        Request.cmd(Command.SET).arg("task:" + id).arg("running").arg("NX").arg("EX").arg(15));
  }

  private Future<Buffer> call(JsonNode task) {
    ObjectNode body = JSON.createObjectNode().put("model", "claude-sonnet-4-5");
    body.put("max_tokens", task.path("constraints").path("maxTokens").asInt());
    body.putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", task.path("objective").asText());
    return http.request(call)
        .compose(request -> request.send(Buffer.buffer(bytes(body))))
        .compose(response -> response.body());
  }

  private static byte[] result(String id, JsonNode answer) {
    ObjectNode result = JSON.createObjectNode().put("taskId", id).put("status", "completed");
    result.put("output", answer.path("content").path(0).path("text").asText());
    result.set("tokensUsed", answer.path("usage"));
    return bytes(result);
  }

  private Future<Response> complete(String id, byte[] result) {
    return redis.send(
        Request.cmd(Command.SET).arg("task:" + id).arg(result).arg("EX").arg(TTL_SECONDS));
  }

  private void publish(byte[] key, byte[] result) {
    var _ =
        results.send(
            new ProducerRecord<>(env("BENCH_RESULTS"), key, result),
            (metadata, failure) -> permits.release());
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String env(String name) {
    String value = ENV.get(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set");
    }
    return value;
  }
}
