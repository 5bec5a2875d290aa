package dev.swarmworker.api;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Knows of no provider of identities but the configured one. That there is such a resolver is what
 * lets a worker start without one; with {@code quarkus.oidc.auth-server-url} it is used, and no
 * second key need be thought of.
 */
@Singleton
final class OneTenant implements TenantConfigResolver {

  @Override
  public Uni<OidcTenantConfig> resolve(
      RoutingContext request, OidcRequestContext<OidcTenantConfig> context) {
    return Uni.createFrom().nullItem();
  }
}
