package dev.swarmworker.api;

import dev.swarmworker.api.AccessConfig.ClientAuth;
import dev.swarmworker.api.AccessConfig.Reading;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig.InsecureRequests;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** An API that would be more open than was asked for does not start. */
@Singleton
final class AccessRules {

  private static final Logger LOG = Logger.getLogger(AccessRules.class);
  private static final int BEFORE_ALL_OTHERS = 1;
  private static final int LAST = 10_000;

  private final AccessConfig config;
  private final AccessRule rule;
  private final TokenFile tokens;
  private final VertxHttpConfig http;
  private final TlsConfigurationRegistry tls;

  AccessRules(
      AccessConfig config,
      AccessRule rule,
      TokenFile tokens,
      VertxHttpConfig http,
      TlsConfigurationRegistry tls) {
    this.config = config;
    this.rule = rule;
    this.tokens = tokens;
    this.http = http;
    this.tls = tls;
  }

  /**
   * @throws ConfigurationException naming key and what is allowed
   */
  void check(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent event) {
    if (!tokens.complaint().isEmpty()) {
      throw new ConfigurationException("swarm.api.token-file: " + tokens.complaint());
    }
    if (config.reading() == Reading.ROLE && !rule.closed()) {
      throw new ConfigurationException(
          "swarm.api.reading is 'role': swarm.api.token-file or quarkus.oidc.auth-server-url is"
              + " needed with it");
    }
    if (config.clientAuth() == ClientAuth.REQUIRED) {
      checkTls();
    }
    tokens.watch();
  }

  /** Once nothing has stopped the start: what did is then said alone. */
  void tellWhereOpen(@Observes @Priority(LAST) StartupEvent event) {
    if (!rule.closed() && LaunchMode.current() == LaunchMode.NORMAL) {
      LOG.info(
          "the API asks nobody who he is; swarm.api.token-file or quarkus.oidc.auth-server-url"
              + " closes it");
    }
  }

  private void checkTls() {
    boolean known =
        http.tlsConfigurationName()
            .flatMap(tls::get)
            .filter(named -> named.getKeyStoreOptions() != null)
            .map(TlsConfiguration::getTrustStoreOptions)
            .isPresent();
    if (!known) {
      throw new ConfigurationException(
          "swarm.api.client-auth is 'required': quarkus.http.tls-configuration-name must name a"
              + " quarkus.tls configuration with a key store and a trust store");
    }
    if (http.insecureRequests().orElse(InsecureRequests.ENABLED) == InsecureRequests.ENABLED) {
      throw new ConfigurationException(
          "swarm.api.client-auth is 'required': quarkus.http.insecure-requests must be 'disabled'"
              + " or 'redirect'");
    }
  }
}
