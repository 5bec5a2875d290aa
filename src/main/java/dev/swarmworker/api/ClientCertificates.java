package dev.swarmworker.api;

import dev.swarmworker.api.AccessConfig.ClientAuth;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Asks clients for a certificate where that is configured. Quarkus' own key for it is fixed in the
 * package; this one holds for the package as it is.
 */
@Singleton
final class ClientCertificates implements HttpServerOptionsCustomizer {

  private final AccessConfig config;

  ClientCertificates(AccessConfig config) {
    this.config = config;
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    if (config.clientAuth() == ClientAuth.REQUIRED) {
      options.setClientAuth(io.vertx.core.http.ClientAuth.REQUIRED);
    }
  }
}
