package dev.swarmworker.local;

import dev.swarmworker.local.EmbeddedKafka.Topic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * The embedded broker with four more listeners, all of them TLS: one that asks for a client's
 * certificate, one for a user's password, one for a token, and one that asks for nothing and shows
 * a certificate of another server. Whoever starts it closes it.
 */
public final class SecureKafka implements AutoCloseable {

  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
  private static final String MODULES = "org.apache.kafka.common.security.";
  private static final int MIB = 1024 * 1024;

  private final EmbeddedKafka kafka;
  private final Map<Listener, Integer> ports;

  private SecureKafka(EmbeddedKafka kafka, Map<Listener, Integer> ports) {
    this.kafka = kafka;
    this.ports = ports;
  }

  /** How a client is told from others. */
  public enum Listener {
    CERTIFICATE("SSL"),
    PASSWORD("SASL_SSL"),
    TOKEN("SASL_SSL"),
    MISNAMED("SSL");

    private final String protocol;

    Listener(String protocol) {
      this.protocol = protocol;
    }

    private String key(String rest) {
      return "listener.name." + name().toLowerCase(Locale.ROOT) + "." + rest;
    }
  }

  /** The broker's own keys, and whom it trusts: PKCS12 stores of one password. */
  public record Stores(Path keys, Path trust, String password) {}

  /** Who issues tokens. */
  public record Tokens(String issuer, String keysUrl, String audience) {}

  /**
   * Starts a broker with the worker's topics.
   *
   * @param misnamed of a server elsewhere
   */
  public static SecureKafka start(Stores stores, Stores misnamed, Tokens tokens) {
    System.setProperty(ALLOWED_URLS, tokens.keysUrl());
    Map<Listener, Integer> ports = new HashMap<>();
    for (Listener each : Listener.values()) {
      ports.put(each, Ports.free(RandomGenerator.getDefault()).broker());
    }
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            usual -> {
              Map<String, String> settings = new HashMap<>(usual);
              ports.forEach((listener, port) -> listen(settings, listener, port));
              settings.putAll(tls(stores));
              settings.putAll(keys(Listener.MISNAMED, misnamed));
              settings.putAll(sasl(tokens));
              return settings;
            });
    kafka.createTopics(
        List.of(
            new Topic("swarm.tasks", 2, MIB),
            new Topic("swarm.results", 1, MIB),
            new Topic("swarm.dead-letters", 1, MIB)));
    return new SecureKafka(kafka, ports);
  }

  private static void listen(Map<String, String> settings, Listener listener, int port) {
    String address = "," + listener + "://" + Ports.HOST + ":" + port;
    settings.merge("listeners", address, String::concat);
    settings.merge("advertised.listeners", address, String::concat);
    settings.merge(
        "listener.security.protocol.map", "," + listener + ":" + listener.protocol, String::concat);
  }

  private static Map<String, String> tls(Stores stores) {
    return Map.of(
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        stores.keys().toString(),
        "ssl.keystore.password",
        stores.password(),
        "ssl.truststore.type",
        "PKCS12",
        "ssl.truststore.location",
        stores.trust().toString(),
        "ssl.truststore.password",
        stores.password(),
        Listener.CERTIFICATE.key("ssl.client.auth"),
        "required");
  }

  private static Map<String, String> keys(Listener listener, Stores stores) {
    return Map.of(
        listener.key("ssl.keystore.type"),
        "PKCS12",
        listener.key("ssl.keystore.location"),
        stores.keys().toString(),
        listener.key("ssl.keystore.password"),
        stores.password());
  }

  private static Map<String, String> sasl(Tokens tokens) {
    return Map.of(
        Listener.PASSWORD.key("sasl.enabled.mechanisms"),
        "SCRAM-SHA-512",
        Listener.PASSWORD.key("scram-sha-512.sasl.jaas.config"),
        MODULES + "scram.ScramLoginModule required;",
        Listener.TOKEN.key("sasl.enabled.mechanisms"),
        "OAUTHBEARER",
        Listener.TOKEN.key("oauthbearer.sasl.jaas.config"),
        MODULES + "oauthbearer.OAuthBearerLoginModule required;",
        Listener.TOKEN.key("oauthbearer.sasl.server.callback.handler.class"),
        MODULES + "oauthbearer.OAuthBearerValidatorCallbackHandler",
        "sasl.oauthbearer.jwks.endpoint.url",
        tokens.keysUrl(),
        "sasl.oauthbearer.expected.issuer",
        tokens.issuer(),
        "sasl.oauthbearer.expected.audience",
        tokens.audience());
  }

  /** Makes a user, or gives him another password. */
  public void putUser(String name, String password) {
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no user", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where a client of this kind connects. */
  public String bootstrapServers(Listener listener) {
    return Ports.HOST + ":" + ports.get(listener);
  }

  /** Where a test connects, without more. */
  public String plainBootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public void close() {
    kafka.close();
    System.clearProperty(ALLOWED_URLS);
  }
}
