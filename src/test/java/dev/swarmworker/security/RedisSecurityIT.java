package dev.swarmworker.security;

import static dev.swarmworker.support.Tasks.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.swarmworker.local.EmbeddedRedis;
import dev.swarmworker.local.LocalEnvironment;
import dev.swarmworker.support.RedisShell;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged worker at a Redis that speaks TLS, asks for a client's certificate and knows one
 * user, who may do what docs/security.md says and no more.
 */
class RedisSecurityIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String PASSWORD = "the-users-own-password";
  private static final String WRONG = "not-the-right-one";

  @TempDir private static Path folder;
  private static Certificates known;
  private static Certificates other;
  private static LocalEnvironment environment;
  private static EmbeddedRedis redis;
  private static int tlsPort;

  @BeforeAll
  static void start() throws IOException {
    known = Certificates.make(folder, "known");
    other = Certificates.make(folder, "other");
    tlsPort = WorkerProcess.freePort();
    redis = withTls(known, tlsPort, "yes");
    List<String> user = new ArrayList<>(List.of("ACL", "SETUSER"));
    user.addAll(List.of(user().replace("THE-PASSWORD", PASSWORD).split(" ")));
    RedisShell.run(redis.port(), user.toArray(String[]::new));
    // Of the user without a name there is left what this test itself asks.
    RedisShell.run(redis.port(), "ACL", "SETUSER", "default", "reset", "on", "nopass", "+acl|log");
    environment = LocalEnvironment.start();
  }

  @AfterAll
  static void stop() {
    if (environment != null) {
      environment.close();
      redis.close();
    }
  }

  /** A server built without TLS, as the bundled one is, ends at once. */
  private static EmbeddedRedis withTls(Certificates own, int port, String clients) {
    try {
      return EmbeddedRedis.start(
          "--tls-port", String.valueOf(port),
          "--tls-cert-file", own.pem().certFile().toString(),
          "--tls-key-file", own.pem().keyFile().toString(),
          "--tls-ca-cert-file", own.pem().serverTrustFile().toString(),
          "--tls-auth-clients", clients);
    } catch (IllegalStateException e) {
      String words = "no redis-server with TLS is on the PATH (Debian's is one): not checked";
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw new AssertionError(words, e);
      }
      System.err.println("[WARNING] " + words);
      return Assumptions.abort(words);
    }
  }

  /** The user as the documentation has him, of one line in the form of an ACL file. */
  private static String user() throws IOException {
    return Files.readAllLines(Path.of("docs", "security.md")).stream()
        .filter(line -> line.startsWith("user swarm "))
        .findFirst()
        .orElseThrow()
        .substring("user ".length())
        .strip();
  }

  @Test
  void usersPassword_isTakenAndEnoughForAllThatAWorkerDoes() {
    RedisShell.run(redis.port(), "ACL", "LOG", "RESET");
    try (Topics topics = new Topics(environment.kafka().orElseThrow().bootstrapServers());
        WorkerProcess worker = WorkerProcess.ready("redis", environment, known(PASSWORD))) {
      topics.send(task("redis-done", "", "'metadata':{}"));
      topics.send(task("redis-cached", "status=529 times=1 retry-after=0"));
      topics.send(task("redis-cancelled", "latency=60s"));
      topics.send("{'id':'redis-none'}".replace('\'', '"'));
      await().atMost(SOON).until(() -> topics.resultOf("redis-done") != null);
      await().atMost(SOON).until(() -> topics.resultOf("redis-cached") != null);
      await().atMost(SOON).until(() -> topics.resultOf("redis-none") != null);
      await()
          .atMost(SOON)
          .until(() -> worker.get("/tasks/redis-cancelled").body().contains("running"));
      assertThat(worker.delete("/tasks/redis-cancelled").statusCode()).isEqualTo(202);
      await().atMost(SOON).until(() -> topics.resultOf("redis-cancelled") != null);
      assertThat(worker.get("/cache").statusCode()).isEqualTo(200);
      assertThat(worker.get("/cache/none").statusCode()).isEqualTo(404);
      assertThat(worker.delete("/cache").statusCode()).isEqualTo(200);
      assertThat(worker.delete("/cache/none").statusCode()).isEqualTo(404);

      evict(topics, worker);

      assertThat(RedisShell.run(redis.port(), "ACL", "LOG")).as("refused commands").isEqualTo("0");
      assertThat(worker.log()).doesNotContain(PASSWORD);
    }
  }

  /** More ended tasks than are kept whole: each shard keeps one. */
  private static void evict(Topics topics, WorkerProcess worker) {
    for (int i = 0; i < 200; i++) {
      topics.send(task("redis-many-" + i, ""));
    }
    await()
        .atMost(SOON)
        .until(
            () -> {
              String state = worker.get("/stats").body();
              return Topics.json(state.getBytes(UTF_8)).at("/state/evictions").asLong() > 20;
            });
  }

  @Test
  void wrongPassword_isRefused() {
    assertRefused(known(WRONG));
  }

  @Test
  void noUser_mayDoNothing() {
    Map<String, String> settings = known(PASSWORD);
    settings.put("QUARKUS_REDIS_HOSTS", "rediss://127.0.0.1:" + tlsPort);
    settings.remove("QUARKUS_REDIS_PASSWORD");
    assertRefused(settings);
  }

  @Test
  void noCertificate_isRefused() {
    Map<String, String> settings = known(PASSWORD);
    settings.keySet().removeIf(key -> key.contains("KEY_STORE"));
    assertRefused(settings);
  }

  @Test
  void serverThatIsNotTrusted_isNotSpokenTo() {
    Map<String, String> settings = known(PASSWORD);
    settings.put("QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS", other.pem().trustFile().toString());
    assertRefused(settings);
  }

  /** Its certificate is one that we trust, and names another server. */
  @Test
  void serverOfAnotherName_isNotSpokenTo() throws IOException {
    Certificates misnamed = Certificates.misnamed(folder, "misnamed");
    int port = WorkerProcess.freePort();
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_REDIS_HOSTS", "rediss://127.0.0.1:" + port);
    settings.put("QUARKUS_REDIS_TLS_CONFIGURATION_NAME", "redis");
    settings.put("QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS", misnamed.pem().trustFile().toString());
    settings.put("QUARKUS_TLS_REDIS_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS");
    try (EmbeddedRedis _ = withTls(misnamed, port, "no");
        SSLSocket whoAsksForNoName =
            (SSLSocket) misnamed.stranger().getSocketFactory().createSocket("127.0.0.1", port)) {
      whoAsksForNoName.startHandshake();

      assertRefused(settings);
    }
  }

  @Test
  void plainConnectionToTheTlsPort_isNotTaken() {
    Map<String, String> settings = known(PASSWORD);
    settings.put("QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:" + tlsPort + "?user=swarm");
    settings.keySet().removeIf(key -> key.contains("TLS"));
    assertRefused(settings);
  }

  /** Kafka is well and the worker runs, so what is missing, and stays so, is Redis. */
  private static void assertRefused(Map<String, String> settings) {
    try (WorkerProcess worker = WorkerProcess.start("refused", environment, settings)) {
      await().atMost(SOON).until(() -> worker.managementStatus("/q/health/started") == 200);
      await()
          .during(Duration.ofSeconds(4))
          .atMost(SOON)
          .until(
              () -> ready(worker),
              health ->
                  health.path("kafka").asBoolean()
                      && !health.path("redis").asBoolean(true)
                      && health.path("worker").asText().equals("RUNNING"));
      assertThat(worker.managementStatus("/q/health/ready")).isEqualTo(503);
      assertThat(worker.log()).doesNotContain(PASSWORD, WRONG);
    }
  }

  private static JsonNode ready(WorkerProcess worker) {
    byte[] body = worker.management("/q/health/ready").body().getBytes(UTF_8);
    return Topics.json(body).findPath("data");
  }

  private static Map<String, String> known(String password) {
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_REDIS_HOSTS", "rediss://127.0.0.1:" + tlsPort + "?user=swarm");
    settings.put("QUARKUS_REDIS_PASSWORD", password);
    settings.put("SWARM_STATE_MAX_ENTRIES", "64");
    settings.put("QUARKUS_REDIS_TLS_CONFIGURATION_NAME", "redis");
    settings.put("QUARKUS_TLS_REDIS_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS");
    settings.put("QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS", known.pem().trustFile().toString());
    settings.put(
        "QUARKUS_TLS_REDIS_KEY_STORE_PEM_OWN_CERT", known.pem().clientCertFile().toString());
    settings.put("QUARKUS_TLS_REDIS_KEY_STORE_PEM_OWN_KEY", known.pem().clientKeyFile().toString());
    return settings;
  }
}
