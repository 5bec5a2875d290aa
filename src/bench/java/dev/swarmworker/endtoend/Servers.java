package dev.swarmworker.endtoend;

import dev.swarmworker.local.EmbeddedRedis;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Broker, Redis and upstream, each a process of its own, for all runs. */
final class Servers implements AutoCloseable {

  private final Child broker;
  private final Child upstream;
  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final RedisPeek peek = new RedisPeek(redis.uri());
  private final HttpClient http = HttpClient.newHttpClient();
  private final String kafka;
  private final String service;
  private final String control;
  private final Path folder;
  private int runs;

  Servers(Path folder) {
    this.folder = folder;
    broker = start("broker", BrokerMain.class, "-Xmx1g");
    upstream = start("upstream", UpstreamMain.class, "-Xmx512m");
    kafka = broker.whereReady();
    String[] ports = upstream.whereReady().split(" ", -1);
    service = "http://127.0.0.1:" + ports[0];
    control = "http://127.0.0.1:" + ports[1];
  }

  private Child start(String name, Class<?> main, String heap) {
    return Child.start(
        folder.resolve(name + ".log"), Jvm.ofThisClassPath(main, List.of(heap)), Map.of());
  }

  /** All is as at first: an empty Redis, topics not used before, an upstream that has seen none. */
  Place fresh(Duration delay) {
    peek.flush();
    ask("/reset?delay=" + delay.toMillis());
    int run = ++runs;
    return new Place(kafka, redis.uri(), service, run, folder.resolve("run-" + run));
  }

  RedisPeek redis() {
    return peek;
  }

  /** Processor time that Redis has used so far. */
  Duration redisCpu() {
    return Proc.cpu(redis.pid());
  }

  /** Processor time that the broker has used so far. */
  Duration brokerCpu() {
    return broker.cpu();
  }

  /** What the upstream counted: {@code calls}, {@code connections}, {@code mostInFlight}. */
  JsonObject figures() {
    return new JsonObject(new String(ask("/figures"), java.nio.charset.StandardCharsets.UTF_8));
  }

  /** How long the upstream held each task's call, in microseconds. */
  int[] held(int tasks) {
    ByteBuffer bytes = ByteBuffer.wrap(ask("/held"));
    int[] held = new int[tasks];
    bytes.asIntBuffer().get(held, 0, Math.min(tasks, bytes.remaining() / 4));
    return held;
  }

  private byte[] ask(String what) {
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(URI.create(control + what)).build(),
              BodyHandlers.ofByteArray());
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    peek.close();
    upstream.close();
    broker.close();
    redis.close();
  }
}
