package dev.swarmworker.security;

import static dev.swarmworker.support.Tasks.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.swarmworker.local.EmbeddedRedis;
import dev.swarmworker.local.FakeAnthropic;
import dev.swarmworker.local.SecureKafka;
import dev.swarmworker.local.SecureKafka.Listener;
import dev.swarmworker.support.Issuer;
import dev.swarmworker.support.Topics;
import dev.swarmworker.support.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged worker at a broker that asks who it is: consumer, producers and the probe's own
 * clients alike, or it would not be ready and its task not done.
 */
class KafkaSecurityIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String PASSWORD = "the-users-own-password";
  private static final String SECRET = "the-clients-own-secret";
  private static final String WRONG = "not-the-right-one";
  private static final String MODULES = "org.apache.kafka.common.security.";

  @TempDir private static Path folder;
  private static Certificates known;
  private static Certificates other;
  private static Certificates misnamed;
  private static Issuer issuer;
  private static SecureKafka kafka;
  private static EmbeddedRedis redis;
  private static FakeAnthropic anthropic;

  @BeforeAll
  static void start() {
    known = Certificates.make(folder, "known");
    other = Certificates.make(folder, "other");
    misnamed = Certificates.misnamed(folder, "misnamed");
    issuer = Issuer.start(SECRET);
    kafka =
        SecureKafka.start(
            stores(known),
            stores(misnamed),
            new SecureKafka.Tokens(issuer.url(), issuer.keysUrl(), Issuer.AUDIENCE));
    kafka.putUser("swarm", PASSWORD);
    redis = EmbeddedRedis.start();
    anthropic = FakeAnthropic.start(FakeAnthropic.Options.DEFAULTS);
  }

  private static SecureKafka.Stores stores(Certificates of) {
    return new SecureKafka.Stores(
        of.stores().keyStoreFile(), of.stores().serverTrustStoreFile(), of.password());
  }

  @AfterAll
  static void stop() {
    anthropic.close();
    redis.close();
    kafka.close();
    issuer.close();
  }

  @Test
  void clientsCertificate_isTaken() {
    assertTaskIsDone("certificate", certificate(known));
  }

  @Test
  void usersPassword_isTaken() {
    assertTaskIsDone("password", password(PASSWORD));
  }

  @Test
  void clientsToken_isTaken() {
    assertTaskIsDone("token", token(SECRET));
  }

  @Test
  void noCertificate_isRefused() {
    Map<String, String> settings = tls(Listener.CERTIFICATE, known);
    settings.put("KAFKA_SECURITY_PROTOCOL", "SSL");
    assertRefused(settings, "SslAuthenticationException");
  }

  @Test
  void foreignCertificate_isRefused() {
    assertRefused(certificate(other), "SslAuthenticationException");
  }

  @Test
  void brokerThatIsNotTrusted_isNotSpokenTo() {
    Map<String, String> settings = tls(Listener.PASSWORD, other);
    settings.putAll(scram(PASSWORD));
    assertRefused(settings, "SslAuthenticationException");
  }

  /** Its certificate is one that we trust, and names another server. */
  @Test
  void brokerOfAnotherName_isNotSpokenTo() throws Exception {
    Map<String, String> settings = tls(Listener.MISNAMED, misnamed);
    settings.put("KAFKA_SECURITY_PROTOCOL", "SSL");

    try (Admin whoAsksForNoName = Admin.create(asProperties(settings))) {
      assertThat(whoAsksForNoName.describeCluster().nodes().get()).hasSize(1);
    }
    assertRefused(settings, "SslAuthenticationException");
  }

  private static Map<String, Object> asProperties(Map<String, String> settings) {
    Map<String, Object> properties = new HashMap<>();
    settings.forEach(
        (variable, value) ->
            properties.put(
                variable.replace("KAFKA_", "").toLowerCase(Locale.ROOT).replace('_', '.'), value));
    properties.put("ssl.endpoint.identification.algorithm", "");
    return properties;
  }

  @Test
  void wrongPassword_isRefused() {
    assertRefused(password(WRONG), "SaslAuthenticationException");
  }

  @Test
  void wrongSecretOfAClient_getsNoToken() {
    assertRefused(token(WRONG), "invalid_client");
  }

  @Test
  void plainConnection_isNotTaken() {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(Listener.PASSWORD));
    assertRefused(settings, "spoken to without TLS");
  }

  private static void assertTaskIsDone(String id, Map<String, String> settings) {
    try (Topics topics = new Topics(kafka.plainBootstrapServers());
        WorkerProcess worker = WorkerProcess.ready(id, all(settings))) {
      topics.send(task(id, ""));

      await().atMost(SOON).until(() -> topics.resultOf(id) != null);
      assertThat(topics.resultOf(id).path("status").asText()).isEqualTo("completed");
      await().atMost(SOON).until(() -> topics.lag() == 0);
      assertThat(worker.log()).doesNotContain(secrets());
    }
  }

  private static void assertRefused(Map<String, String> settings, String words) {
    try (WorkerProcess worker = WorkerProcess.start("refused", all(settings))) {
      await(words).atMost(SOON).until(() -> worker.log().contains(words) || worker.hasExited());
      assertThat(worker.log()).contains(words).doesNotContain(secrets());
      assertThat(worker.managementStatus("/q/health/ready")).isNotEqualTo(200);
    }
  }

  private static String[] secrets() {
    return new String[] {PASSWORD, SECRET, WRONG, known.password(), other.password()};
  }

  private static Map<String, String> all(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("QUARKUS_REDIS_HOSTS", redis.uri());
    all.put("ANTHROPIC_BASE_URL", anthropic.baseUrl());
    all.put("ANTHROPIC_API_KEY", "local");
    all.put("SWARM_EXECUTOR_DRAIN_TIMEOUT", "0S");
    return all;
  }

  private static Map<String, String> tls(Listener listener, Certificates trusted) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(listener));
    settings.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    settings.put("KAFKA_SSL_TRUSTSTORE_TYPE", "PKCS12");
    settings.put("KAFKA_SSL_TRUSTSTORE_LOCATION", trusted.stores().trustStoreFile().toString());
    settings.put("KAFKA_SSL_TRUSTSTORE_PASSWORD", trusted.password());
    return settings;
  }

  private static Map<String, String> certificate(Certificates shown) {
    Map<String, String> settings = tls(Listener.CERTIFICATE, known);
    settings.put("KAFKA_SECURITY_PROTOCOL", "SSL");
    settings.put("KAFKA_SSL_KEYSTORE_TYPE", "PKCS12");
    settings.put("KAFKA_SSL_KEYSTORE_LOCATION", shown.stores().clientKeyStoreFile().toString());
    settings.put("KAFKA_SSL_KEYSTORE_PASSWORD", shown.password());
    return settings;
  }

  private static Map<String, String> password(String password) {
    Map<String, String> settings = tls(Listener.PASSWORD, known);
    settings.putAll(scram(password));
    return settings;
  }

  private static Map<String, String> scram(String password) {
    return Map.of(
        "KAFKA_SASL_MECHANISM",
        "SCRAM-SHA-512",
        "KAFKA_SASL_JAAS_CONFIG",
        MODULES
            + "scram.ScramLoginModule required username=\"swarm\" password=\"%s\";"
                .formatted(password));
  }

  private static Map<String, String> token(String secret) {
    Map<String, String> settings = tls(Listener.TOKEN, known);
    settings.put("KAFKA_SASL_MECHANISM", "OAUTHBEARER");
    settings.put(
        "KAFKA_SASL_LOGIN_CALLBACK_HANDLER_CLASS",
        MODULES + "oauthbearer.OAuthBearerLoginCallbackHandler");
    settings.put("KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL", issuer.tokenUrl());
    settings.put(
        "KAFKA_SASL_JAAS_CONFIG",
        MODULES
            + "oauthbearer.OAuthBearerLoginModule required clientId=\"%s\" clientSecret=\"%s\";"
                .formatted(Issuer.CLIENT, secret));
    settings.put(
        "JAVA_TOOL_OPTIONS",
        "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + issuer.tokenUrl());
    return settings;
  }
}
