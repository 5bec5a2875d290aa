package dev.swarmworker.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.logging.Logger;

/** Lets a call pass to the API, or refuses it before any resource sees it. */
@Singleton
final class Access {

  private static final Logger LOG = Logger.getLogger(Access.class);

  /** Once Quarkus has put by how a caller is identified. */
  private static final int ORDER = SecurityHandlerPriorities.AUTHORIZATION + 1;

  /** In place of a role, where the API is open. */
  private static final String NOBODY_ASKED = "anybody";

  private static final String CHALLENGE = "Bearer realm=\"swarm-worker\"";

  private final AccessRule rule;
  private final Callers callers;
  private final ProblemWriter problems;
  private final Refusals refusals;

  Access(AccessRule rule, Callers callers, ProblemWriter problems, Refusals refusals) {
    this.rule = rule;
    this.callers = callers;
    this.problems = problems;
    this.refusals = refusals;
  }

  void guard(@Observes Filters filters) {
    filters.register(this::check, ORDER);
  }

  private void check(RoutingContext request) {
    rule.needed(request.request().method())
        .ifPresentOrElse(needed -> ask(request, needed), () -> pass(request, NOBODY_ASKED));
  }

  private static void pass(RoutingContext request, String role) {
    if (AccessRule.isWriting(request.request().method())) {
      Writes.tellOf(request, role);
    }
    request.next();
  }

  private void ask(RoutingContext request, Role needed) {
    var _ =
        callers
            .of(request)
            .subscribe()
            .with(
                caller -> decide(request, needed, caller),
                cause -> {
                  LOG.warnf("a caller could not be identified: %s", cause.getClass().getName());
                  refusals.count(503);
                  problems.answer(
                      request, Problem.of(503, "whose token this is cannot be found out now"));
                });
  }

  private void decide(RoutingContext request, Role needed, Caller caller) {
    switch (caller) {
      case Caller.Stranger() -> refuse(request, 401, "this call needs a bearer token", "");
      case Caller.Impostor() ->
          refuse(request, 401, "the token is not, or no longer, valid", "invalid_token");
      case Caller.Known(var role) -> {
        if (role.isPresent() && role.get().covers(needed)) {
          pass(request, role.get().wireName());
        } else {
          String words = "this call needs the role " + needed.wireName();
          refuse(request, 403, words, "insufficient_scope");
        }
      }
    }
  }

  /** As RFC 6750 has it. */
  private void refuse(RoutingContext request, int status, String detail, String error) {
    String challenge = error.isEmpty() ? CHALLENGE : CHALLENGE + ", error=\"" + error + "\"";
    refusals.count(status);
    request.response().putHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
    problems.answer(request, Problem.of(status, detail));
  }
}
