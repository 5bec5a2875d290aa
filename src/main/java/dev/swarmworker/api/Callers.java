package dev.swarmworker.api;

import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells who calls, by the tokens of the file and then by the provider of identities. */
@Singleton
final class Callers {

  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/=-]+)", Pattern.CASE_INSENSITIVE);

  private final TokenFile tokens;
  private final AccessConfig config;

  Callers(TokenFile tokens, AccessConfig config) {
    this.tokens = tokens;
    this.config = config;
  }

  /**
   * Never blocks. Fails where it could not be found out, because the provider of identities is
   * away.
   */
  Uni<Caller> of(RoutingContext request) {
    List<String> given = given(request.request());
    if (given.isEmpty()) {
      return Uni.createFrom().item(new Caller.Stranger());
    }
    Matcher bearer = BEARER.matcher(given.getFirst());
    if (given.size() > 1 || !bearer.matches()) {
      return Uni.createFrom().item(new Caller.Impostor());
    }
    Optional<Role> role = tokens.roleOf(bearer.group(1));
    return role.isPresent() ? Uni.createFrom().item(new Caller.Known(role)) : identified(request);
  }

  private static List<String> given(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.AUTHORIZATION);
  }

  /** Not by the identity that Quarkus puts by: a failure there is answered before we hear of it. */
  private Uni<Caller> identified(RoutingContext request) {
    HttpAuthenticator authenticator = request.get(HttpAuthenticator.class.getName());
    return authenticator
        .attemptAuthentication(request)
        .onItem()
        .transform(this::caller)
        .onFailure(Callers::isOfTheToken)
        .recoverWithItem(new Caller.Impostor());
  }

  private Caller caller(@Nullable SecurityIdentity identity) {
    if (identity == null || identity.isAnonymous()) {
      return new Caller.Impostor();
    }
    if (identity.hasRole(config.operatorRole())) {
      return new Caller.Known(Optional.of(Role.OPERATOR));
    }
    return new Caller.Known(
        identity.hasRole(config.viewerRole()) ? Optional.of(Role.VIEWER) : Optional.empty());
  }

  private static boolean isOfTheToken(Throwable cause) {
    return cause instanceof AuthenticationFailedException
        || cause instanceof AuthenticationCompletionException;
  }
}
